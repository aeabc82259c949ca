import { isLocalAddress } from "../../python/direct-source.ts";
import { RegistryError } from "../../text/errors.ts";
import { type FetchPorts, requestWithRetries } from "./request-with-retries.ts";

/**
 * Holds the whole directory of most wheels. For the 201 files of the F5-TTS set 16 KiB take 5.7 MB by 271 requests, and
 * 32 KiB take 8.0 MB by 251.
 */
const TAIL_BYTES = 16 * 1024;

/** A remote file read piece by piece: `read` never asks twice for bytes of the tail. */
export interface RangedFile {
  getLength(): Promise<number>;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes fetched so far. */
  fetchedBytes(): number;
}

/**
 * Opens a remote file for reading by HTTP ranges. Absolute ranges only: some file hosts answer 501 to `bytes=-N`.
 * @throws RegistryError when the host refuses, or sends something else than it was asked for.
 */
export async function openRangedFile(
  { http, clock }: FetchPorts,
  url: string,
  knownBytes: number | undefined,
  signal?: AbortSignal,
): Promise<RangedFile> {
  const source = { http, clock, url, signal };
  const length = knownBytes ?? (await askLength(source));
  const tailStart = Math.max(0, length - TAIL_BYTES);
  const answer = await fetchBytes(source, { start: tailStart, end: length }, length);
  if (answer.whole) return wholeFile(answer.whole);
  const tail = answer.bytes;
  let fetched = tail.length;
  return {
    getLength: async () => length,
    fetchedBytes: () => fetched,
    read: async (offset, count) => {
      if (offset >= tailStart) return tail.slice(offset - tailStart, offset - tailStart + count);
      // Said before memory for it is asked for: a damaged directory may name any place.
      if (offset + count > length) throw new Error("it names bytes beyond its end");
      const known = tail.subarray(0, Math.max(0, offset + count - tailStart));
      const bytes = new Uint8Array(count);
      bytes.set(known, count - known.length);
      // The search for the end record reads twice our tail; zeros stand for what lies before it, and hold no record.
      const searching = offset + count === length && holdsEndRecord(tail);
      if (!searching) {
        const range = { start: offset, end: offset + count - known.length };
        const { bytes: head } = await fetchBytes(source, range, length);
        fetched += head.length;
        bytes.set(head);
      }
      return bytes;
    },
  };
}

/** A file of a host without ranges, which sends everything at once. */
function wholeFile(bytes: Uint8Array<ArrayBuffer>): RangedFile {
  return {
    getLength: async () => bytes.length,
    fetchedBytes: () => bytes.length,
    read: async (offset, count) => bytes.slice(offset, offset + count),
  };
}

const END_RECORD = Buffer.from("PK\x05\x06", "latin1");

function holdsEndRecord(tail: Uint8Array): boolean {
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes(END_RECORD);
}

interface Source extends FetchPorts {
  readonly url: string;
  readonly signal: AbortSignal | undefined;
}

interface Fetched {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The whole file, where the host answered it instead of the range. */
  readonly whole: Uint8Array<ArrayBuffer> | undefined;
}

/** The most that a host without ranges may send. Larger wheels would be downloaded twice. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/** @param total length of the whole file. */
async function fetchBytes(source: Source, range: Range, total: number): Promise<Fetched> {
  const { url, signal } = source;
  const { start, end } = range;
  if (end <= start) return { bytes: new Uint8Array(), whole: undefined };
  const response = await requestWithRetries(source, url, {
    headers: { range: `bytes=${start}-${end - 1}` },
    maxBytes: Math.max(MAX_WHOLE_BYTES, end - start),
    signal,
  });
  if (response.status === 200) {
    const whole = new Uint8Array(response.body);
    if (whole.length !== total) throw lied(url, `${whole.length} bytes`, `a file of ${total}`);
    return { bytes: whole.slice(start, end), whole };
  }
  if (response.status !== 206) throw refusedFile(url, response.status);
  const got = response.body.length;
  if (got !== end - start) throw lied(url, `${got} bytes`, `${end - start}`);
  const told = response.headers["content-range"] ?? "no range";
  const asked = `bytes ${start}-${end - 1}/${total}`;
  // Some hosts don't say the total; one that says another place has sent other bytes.
  if (told !== asked && told !== asked.replace(/\d+$/, "*")) throw lied(url, `"${told}"`, `"${asked}"`);
  return { bytes: new Uint8Array(response.body), whole: undefined };
}

interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

async function askLength(source: Source): Promise<number> {
  const { url, signal } = source;
  const response = await requestWithRetries(source, url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_WHOLE_BYTES,
    signal,
  });
  const range = response.headers["content-range"] ?? "no range";
  const total = Number(/^bytes 0-0\/(\d+)$/.exec(range)?.[1]);
  if (response.status === 206 && Number.isSafeInteger(total)) return total;
  if (response.status === 206) throw lied(url, `"${range}"`, '"bytes 0-0" of a file of known length');
  if (response.status === 200) return response.body.length;
  throw refusedFile(url, response.status);
}

function isGoneStatus(status: unknown): boolean {
  return status === 404 || status === 410;
}

/** Whether reading failed because the host no longer has the file. */
export function isGone(error: unknown): error is RegistryError {
  return (
    error instanceof RegistryError && isGoneStatus((error.cause as { status?: unknown } | undefined)?.status)
  );
}

function lied(url: string, got: string, wanted: string): RegistryError {
  return new RegistryError(`The file host answered ${got} of ${shown(url)} where ${wanted} were asked for.`, {
    evidence: `GET ${shown(url)}`,
    remedy: "Run again; if it stays so, the index or a proxy in between is broken.",
  });
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: "Give this machine's pip or uv configuration a login for the index, then run again.",
  403: "Check the index's credentials in the machine's pip or uv configuration, or pin a version that it lets you have.",
  404: "The file that the index lists is gone. Resolve anew: the next best version will be taken.",
  410: "The file that the index lists is gone. Resolve anew: the next best version will be taken.",
  416: "The file is smaller than the index says. Run again with --refresh, or pin another version.",
  429: "The host takes no more requests for now. Run again later.",
};

/** The error for a status that a file host answered instead of the file. */
function refusedFile(url: string, status: number): RegistryError {
  return new RegistryError(`The package index answered ${status} for ${shown(url)}.`, {
    evidence: `GET ${shown(url)}: status ${status}`,
    remedy: REMEDIES[status] ?? "Run again later; if it stays so, the index or a proxy in between is broken.",
    cause: { status },
  });
}

/** Signed addresses and logins are secrets. */
function shown(address: string): string {
  if (isLocalAddress(address)) return address;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}
