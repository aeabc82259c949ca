import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { unzipRaw } from "unzipit";
import type { LockedFile } from "../python/lock.ts";
import type { MetadataFiles } from "../python/static-metadata.ts";
import { type FetchPorts, requestWithRetries } from "./fetch/request-with-retries.ts";

/** The largest sources of pure packages are dictionaries of 20 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
const MAX_TEXT_BYTES = 1024 * 1024;

/**
 * The files of a source archive that state its requirements: `.tar.gz` (PEP 625), or the `.zip` of older ones. Undefined where it
 * can't be had, isn't what the index says by its hash, or isn't such an archive.
 */
export async function readSdist(
  file: LockedFile,
  ports: FetchPorts & { readonly signal: AbortSignal },
): Promise<MetadataFiles | undefined> {
  const read = /\.zip$/.test(file.name) ? filesOfZip : filesOfTar;
  if (!/\.(?:tar\.gz|tgz|zip)$/.test(file.name) || (file.bytes ?? 0) > MAX_BYTES) return undefined;
  const { status, body } = await requestWithRetries(ports, file.url, {
    maxBytes: MAX_BYTES,
    signal: ports.signal,
  });
  if (status !== 200 || createHash("sha256").update(body).digest("hex") !== file.sha256) return undefined;
  try {
    return await read(body);
  } catch {
    return undefined; // damaged: the install would say so
  }
}

async function filesOfZip(archive: Uint8Array): Promise<MetadataFiles> {
  const found: { pkgInfo?: string; requiresTxt?: string } = {};
  const { entries } = await unzipRaw(archive);
  for (const entry of entries) {
    const key = keyOf(entry.name);
    if (key !== undefined && entry.size <= MAX_TEXT_BYTES) found[key] ??= await entry.text();
  }
  return { pkgInfo: found.pkgInfo, requiresTxt: found.requiresTxt };
}

async function filesOfTar(archive: Uint8Array): Promise<MetadataFiles> {
  const found: { pkgInfo?: string; requiresTxt?: string } = {};
  const entries = extract();
  let unpacked = 0;
  entries.on("entry", (header, stream, next) => {
    unpacked += header.size ?? 0;
    const key = keyOf(header.name);
    if (unpacked > MAX_UNPACKED_BYTES)
      return void entries.destroy(new Error("it unpacks to more than any source"));
    if (key === undefined || (header.size ?? 0) > MAX_TEXT_BYTES) {
      stream.on("end", next);
      stream.resume();
      return;
    }
    text(stream).then((content) => {
      found[key] ??= content;
      next();
    }, next);
  });
  await pipeline(Readable.from([archive]), createGunzip(), entries);
  return { pkgInfo: found.pkgInfo, requiresTxt: found.requiresTxt };
}

function keyOf(path: string): keyof MetadataFiles | undefined {
  // Some older archives have no folder of their own.
  if (/^(?:\.\/)?(?:[^/]+\/)?PKG-INFO$/.test(path)) return "pkgInfo";
  return /\.egg-info\/requires\.txt$/.test(path) ? "requiresTxt" : undefined;
}
