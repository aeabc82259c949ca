import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, realpath, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Logger } from "../../ports/machine.ts";
import { messageOf } from "../../text/errors.ts";

const KEY_BYTES = 32;
/** A pipe in the key's place would never be opened without O_NONBLOCK. */
const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** This user's folders. */
interface Folders {
  readonly state: string;
  /** Machines may share it, so that it never holds the key. */
  readonly cache: string;
}

/**
 * This user's own secret, made at its first use in a file that nobody else can read. A key that others can read or that isn't
 * this user's is replaced.
 * @returns a key for this run only where none can be kept: then nothing that earlier runs sealed counts.
 */
export async function userKey(
  { state, cache }: Folders,
  log: Pick<Logger, "debug" | "warn">,
): Promise<Uint8Array> {
  const path = join(state, "cache-key");
  const [place, shared] = await Promise.all([realPath(state), realPath(cache)]);
  if (join(place, "/").startsWith(join(shared, "/"))) {
    log.warn(`${path} would lie in the cache folder, so no key is kept there: name another XDG_STATE_HOME.`);
    return randomBytes(KEY_BYTES);
  }
  try {
    const kept = await readKey(path);
    if (kept instanceof Uint8Array) return kept;
    if (kept === "unsafe") log.warn(`${path} isn't a key that only this user can read: another one is made.`);
    await makeKey(path, kept === "unsafe");
    const made = await readKey(path);
    if (made instanceof Uint8Array) return made;
    log.debug(`${path} isn't kept as a file of mode 600`);
  } catch (error) {
    log.debug(`the key ${path} can't be kept: ${messageOf(error)}`);
  }
  return randomBytes(KEY_BYTES);
}

/** Where a folder really lies, or will lie: a link may lead into the cache. */
async function realPath(folder: string): Promise<string> {
  const path = resolve(folder);
  const found = await realpath(path).catch(() => undefined);
  const parent = dirname(path);
  return found ?? (parent === path ? path : join(await realPath(parent), basename(path)));
}

async function readKey(path: string): Promise<Uint8Array | "absent" | "unsafe"> {
  const file = await open(path, READING).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code === "ENOENT" || code === "ELOOP") return code;
    throw error;
  });
  if (typeof file === "string") return file === "ENOENT" ? "absent" : "unsafe";
  try {
    const { mode, uid, size } = await file.stat();
    const isPrivate = (mode & 0o077) === 0 && uid === (process.geteuid?.() ?? uid);
    return isPrivate && size === KEY_BYTES ? await file.readFile() : "unsafe";
  } finally {
    await file.close();
  }
}

/** Whole or not at all: of two processes that begin together, both read the key of one. */
async function makeKey(path: string, replace: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx" });
    if (replace) await rename(temporary, path);
    else await link(temporary, path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
