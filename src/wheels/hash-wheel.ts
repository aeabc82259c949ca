import { createHash } from "node:crypto";
import type { Cache } from "../ports/machine.ts";
import type { LockedFile } from "../python/lock.ts";
import { RegistryError } from "../text/errors.ts";
import { type FetchPorts, requestWithRetries } from "./fetch/request-with-retries.ts";

const PIECE_BYTES = 16 * 1024 * 1024;
/** What a host that knows no ranges may send at once, as when a directory is read. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/** A wheel that its host has. */
export interface WheelAtHost {
  readonly url: string;
  readonly name: string;
  /** Undefined where the host doesn't say. */
  readonly bytes: number | undefined;
  /** What the host changes with the file's content, where it tells it. */
  readonly etag: string | undefined;
}

/**
 * A wheel by address has no index that vouches for its hash. Where the manifest gives one (`#sha256=…` at the end of the
 * template) it is taken, otherwise the file is read once, piece by piece, and its hash remembered with its size.
 * @throws RegistryError when the host stops answering or sends something else than it announced.
 */
export async function lockedWheel(
  wheel: WheelAtHost,
  ports: FetchPorts & { readonly cache: Cache },
  signal?: AbortSignal,
): Promise<LockedFile> {
  const [address = wheel.url, fragment = ""] = wheel.url.split("#", 2);
  const given = /^sha256=([0-9a-f]{64})$/.exec(fragment)?.[1];
  const file = { url: address, name: wheel.name, bytes: wheel.bytes };
  if (given !== undefined) return { ...file, sha256: given };
  // A file that is replaced in place has another size or tag: its old hash would fail at every install.
  const key = `wheel-hashes/${sha256(JSON.stringify([address, wheel.bytes, wheel.etag]))}.txt`;
  const known = await ports.cache.read(key);
  const remembered = known && new TextDecoder().decode(known);
  if (remembered && /^[0-9a-f]{64}$/.test(remembered)) return { ...file, sha256: remembered };
  const hash = await hashFile(address, wheel.bytes, ports, signal);
  await ports.cache.write(key, new TextEncoder().encode(hash));
  return { ...file, sha256: hash };
}

async function hashFile(
  url: string,
  bytes: number | undefined,
  ports: FetchPorts,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (bytes === undefined) throw unreadable(url, "its size is unknown");
  const hash = createHash("sha256");
  for (let start = 0; start < bytes; ) {
    const end = Math.min(start + PIECE_BYTES, bytes);
    const { status, headers, body } = await requestWithRetries(ports, url, {
      headers: { range: `bytes=${start}-${end - 1}` },
      maxBytes: MAX_WHOLE_BYTES,
      signal,
    });
    const whole = status === 200 && start === 0 && body.length === bytes;
    const range = headers["content-range"];
    const piece =
      status === 206 && body.length === end - start && range === `bytes ${start}-${end - 1}/${bytes}`;
    if (!whole && !piece)
      throw unreadable(url, `answer ${status}, ${body.length} bytes, ${range ?? "no range"}`);
    hash.update(body);
    start += body.length;
  }
  return hash.digest("hex");
}

function unreadable(url: string, why: string): RegistryError {
  return new RegistryError("The wheel's hash can't be worked out.", {
    evidence: `${url}: ${why}`,
    remedy: "Run again; or add `#sha256=…` with the wheel's hash to the end of its address.",
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
