import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Cache, Logger } from "../ports/machine.ts";

/**
 * Kinds of entries that count whoever kept them, so that CI jobs with keys of their own share them. None decides what is
 * installed or run:
 *
 * - `tools`: the program uv, taken only with the hash that this release names, or that this user sealed.
 * - `wheel-directories-…`, `source-contents`, `installed-sizes`: sizes and paths of files that are named by their hash. An edited
 *   one makes a plan's numbers wrong. The build installs the file with that hash, and measures and proves the result.
 *
 * All other kinds are sealed. A lock, a hash, a base's fact or a wheel's metadata decides what is installed; a layer's record,
 * what is taken as built.
 */
const OPEN_KINDS = /^(?:tools|wheel-directories-\d+|source-contents|installed-sizes)\//;

/** Raise it when the form of a seal changes. */
const FORMAT = "surelayer-seal-1";

type SealLog = Pick<Logger, "info" | "warn">;

/**
 * A cache that takes an entry back only as this user kept it. Each is bound to its name by a MAC. The cache folder is no secret:
 * others write into it, and CI restores it from other jobs.
 * @param readKey the user's key, asked for at the first use.
 */
export function sealCache(cache: Cache, readKey: () => Promise<Uint8Array>, log: SealLog): Cache {
  let key: Promise<Uint8Array> | undefined;
  const userKey = () => {
    key ??= readKey();
    return key;
  };
  let saidForeign = false;
  const sayForeign = () => {
    if (!saidForeign) {
      log.info("The cache folder holds what another user or machine kept: of that, only sizes and uv count.");
    }
    saidForeign = true;
  };
  return {
    async read(name) {
      if (OPEN_KINDS.test(name)) return cache.read(name);
      const entry = await cache.read(sealedName(name));
      if (entry === undefined) return;
      const opened = unseal(entry, name, await userKey());
      if (opened === "foreign") sayForeign();
      if (opened === "edited") {
        log.warn(`The cache entry ${name} isn't what was kept: it isn't used, and is worked out anew.`);
      }
      return typeof opened === "string" ? undefined : opened;
    },
    async write(name, content) {
      if (OPEN_KINDS.test(name)) return cache.write(name, content);
      await cache.write(sealedName(name), seal(content, name, await userKey()));
    },
    // Content that is too large for the memory is checked by who reads it.
    open: (name) => cache.open(name),
  };
}

/** Releases without seals kept plain entries under the plain names. */
function sealedName(name: string): string {
  return `sealed/${name}`;
}

function seal(content: Uint8Array, name: string, key: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${FORMAT} ${keyId(key)} ${mac(content, name, key)}\n`), content]);
}

/** `foreign`: sealed with another key. `edited`: with this user's key it would read otherwise. */
function unseal(entry: Uint8Array, name: string, key: Uint8Array): Uint8Array | "foreign" | "edited" {
  const end = entry.indexOf(10);
  const [format, id, found = ""] = Buffer.from(entry.subarray(0, end)).toString("latin1").split(" ");
  if (end < 0 || format !== FORMAT) return "edited";
  if (id !== keyId(key)) return "foreign";
  const content = entry.subarray(end + 1);
  const [expected, told] = [Buffer.from(mac(content, name, key)), Buffer.from(found, "latin1")];
  return told.length === expected.length && timingSafeEqual(told, expected) ? content : "edited";
}

/** Tells keys apart, and says nothing of them. */
function keyId(key: Uint8Array): string {
  return createHash("sha256").update("key id").update(key).digest("hex").slice(0, 16);
}

function mac(content: Uint8Array, name: string, key: Uint8Array): string {
  return createHmac("sha256", key).update(`${name}\0`).update(content).digest("hex");
}
