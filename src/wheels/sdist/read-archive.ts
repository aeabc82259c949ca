import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { unzipRaw } from "unzipit";
import type { LockedFile } from "../../python/lock.ts";
import { type FetchPorts, requestWithRetries } from "../fetch/request-with-retries.ts";

/** The largest sources of pure packages are dictionaries of 20 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
const MAX_TEXT_BYTES = 1024 * 1024;

/** Sees the names of all files of an archive, and the text of those that it asks for. */
export interface ArchiveReader {
  wants(path: string): boolean;
  take(path: string, content: string): void;
}

/**
 * Reads a source archive: `.tar.gz` (PEP 625), or the `.zip` of older ones.
 * @returns false where it can't be had, isn't what the index says by its hash, or isn't such an archive.
 */
export async function readArchive(
  file: LockedFile,
  reader: ArchiveReader,
  ports: FetchPorts & { readonly signal: AbortSignal },
): Promise<boolean> {
  const read = /\.zip$/.test(file.name) ? readZip : readTar;
  if (!/\.(?:tar\.gz|tgz|zip)$/.test(file.name) || (file.bytes ?? 0) > MAX_BYTES) return false;
  const { status, body } = await requestWithRetries(ports, file.url, {
    maxBytes: MAX_BYTES,
    signal: ports.signal,
  });
  if (status !== 200 || createHash("sha256").update(body).digest("hex") !== file.sha256) return false;
  try {
    await read(body, reader);
    return true;
  } catch {
    return false; // damaged: the install would say so
  }
}

async function readZip(archive: Uint8Array, reader: ArchiveReader): Promise<void> {
  const { entries } = await unzipRaw(archive);
  for (const entry of entries) {
    if (reader.wants(entry.name) && entry.size <= MAX_TEXT_BYTES) reader.take(entry.name, await entry.text());
  }
}

async function readTar(archive: Uint8Array, reader: ArchiveReader): Promise<void> {
  const entries = extract();
  let unpacked = 0;
  entries.on("entry", (header, stream, next) => {
    unpacked += header.size ?? 0;
    if (unpacked > MAX_UNPACKED_BYTES)
      return void entries.destroy(new Error("it unpacks to more than any source"));
    if (!reader.wants(header.name) || (header.size ?? 0) > MAX_TEXT_BYTES) {
      stream.on("end", next);
      stream.resume();
      return;
    }
    text(stream).then((content) => {
      reader.take(header.name, content);
      next();
    }, next);
  });
  await pipeline(Readable.from([archive]), createGunzip(), entries);
}
