import { RegistryError } from "../errors.ts";
import type { Http } from "../host/ports.ts";
import { requestPatiently } from "./request-patiently.ts";

/** Tails of 16–32 KiB hold the whole directory of nearly every wheel (field notes, performance §1.1). */
const TAIL_BYTES = 32 * 1024;

/** A remote file read piece by piece: `read` never asks twice for bytes of the tail. */
export interface RangedFile {
  getLength(): Promise<number>;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes fetched so far. */
  fetchedBytes(): number;
  /** The part that is in memory: reading it asks nobody. */
  inMemory(): { readonly start: number; readonly end: number };
}

/**
 * Opens a remote file for reading by HTTP ranges. Absolute ranges only: some file hosts answer 501 to `bytes=-N`.
 * @throws RegistryError when the host refuses or knows no ranges.
 */
export async function openRangedFile(
  http: Http,
  url: string,
  knownBytes: number | undefined,
  signal?: AbortSignal,
): Promise<RangedFile> {
  const source = { http, url, signal };
  const length = knownBytes ?? (await askLength(source));
  const tailStart = Math.max(0, length - TAIL_BYTES);
  const answer = await fetchBytes(source, tailStart, length);
  if (answer.whole) return wholeFile(answer.whole);
  const tail = answer.bytes;
  let fetched = tail.length;
  return {
    getLength: async () => length,
    fetchedBytes: () => fetched,
    inMemory: () => ({ start: tailStart, end: length }),
    read: async (offset, count) => {
      if (offset >= tailStart) return tail.slice(offset - tailStart, offset - tailStart + count);
      const known = tail.subarray(0, Math.max(0, offset + count - tailStart));
      const bytes = new Uint8Array(count);
      bytes.set(known, count - known.length);
      // The search for the end record reads twice our tail; zeros stand for what lies before it, and hold no record.
      const searching = offset + count === length && holdsEndRecord(tail);
      if (!searching) {
        const { bytes: head } = await fetchBytes(source, offset, offset + count - known.length);
        fetched += head.length;
        bytes.set(head);
      }
      return bytes;
    },
  };
}

/** What a host that knows no ranges answers: everything, once. */
function wholeFile(bytes: Uint8Array<ArrayBuffer>): RangedFile {
  return {
    getLength: async () => bytes.length,
    fetchedBytes: () => bytes.length,
    inMemory: () => ({ start: 0, end: bytes.length }),
    read: async (offset, count) => bytes.slice(offset, offset + count),
  };
}

const END_RECORD = Buffer.from("PK\x05\x06", "latin1");

function holdsEndRecord(tail: Uint8Array): boolean {
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes(END_RECORD);
}

interface Source {
  readonly http: Http;
  readonly url: string;
  readonly signal: AbortSignal | undefined;
}

interface Fetched {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The whole file, where the host answered it instead of the range. */
  readonly whole: Uint8Array<ArrayBuffer> | undefined;
}

/** A host that knows no ranges is good for small wheels; larger ones shall not be downloaded twice. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

async function fetchBytes(source: Source, start: number, end: number): Promise<Fetched> {
  const { http, url, signal } = source;
  if (end <= start) return { bytes: new Uint8Array(), whole: undefined };
  const response = await requestPatiently(http, url, {
    headers: { range: `bytes=${start}-${end - 1}` },
    maxBytes: Math.max(MAX_WHOLE_BYTES, end - start),
    signal,
  });
  if (response.status === 200) {
    const whole = new Uint8Array(response.body);
    return { bytes: whole.slice(start, end), whole };
  }
  if (response.status !== 206) throw refused(url, response.status);
  if (response.body.length !== end - start) {
    throw new RegistryError(
      `The file host answered ${response.body.length} bytes of ${url} where ${end - start} were asked for.`,
      {
        remedy: "Run again; if it stays so, the index or a proxy in between is broken.",
      },
    );
  }
  return { bytes: new Uint8Array(response.body), whole: undefined };
}

async function askLength({ http, url, signal }: Source): Promise<number> {
  const response = await requestPatiently(http, url, {
    headers: { range: "bytes=0-0" },
    maxBytes: MAX_WHOLE_BYTES,
    signal,
  });
  const total = Number(/\/(\d+)$/.exec(response.headers["content-range"] ?? "")?.[1]);
  if (response.status === 206 && Number.isSafeInteger(total)) return total;
  if (response.status === 200) return response.body.length;
  throw refused(url, response.status);
}

function refused(url: string, status: number): RegistryError {
  const vanished = isGoneStatus(status);
  return new RegistryError(`The package index answered ${status} for ${url}.`, {
    remedy: vanished
      ? "The file that the index lists is gone. Resolve anew: the next best version will be taken."
      : "Run again later, or check the index's credentials in the machine's pip or uv configuration.",
    cause: { status },
  });
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
