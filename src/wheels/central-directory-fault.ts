import type { ZipEntry } from "unzipit";

/** DEFLATE makes nothing smaller than this (zlib's limit); a directory that says more lies. */
const MOST_EXPANSION = 1032;
/** A short file can't reach that limit, and some archivers round. */
const SLACK_BYTES = 1024;

/**
 * The first fault of a wheel's directory: sizes that can't be true, or names that no installer unpacks. Smaller
 * lies about sizes show when the installer unpacks the file.
 * @param fileBytes length of the archive.
 */
export function centralDirectoryFault(entries: readonly ZipEntry[], fileBytes: number): string | undefined {
  const seen = new Set<string>();
  let compressed = 0;
  for (const entry of entries) {
    const fault = nameFault(entry.name) ?? sizeFault(entry);
    if (fault !== undefined) return fault;
    if (entry.isDirectory) continue;
    if (seen.has(entry.name)) return `its directory lists ${quoted(entry.name)} twice`;
    seen.add(entry.name);
    compressed += entry.compressedSize;
  }
  if (compressed > fileBytes) {
    return `its directory says that its files take ${compressed} bytes, and the archive has ${fileBytes}`;
  }
  const isWheel = entries.some((entry) => /^[^/]+\.dist-info\/METADATA$/.test(entry.name));
  return isWheel ? undefined : "it holds no .dist-info/METADATA";
}

function nameFault(name: string): string | undefined {
  const escapes = /^[\\/]|^[A-Za-z]:/.test(name) || name.split(/[\\/]/).includes("..");
  if (escapes) return `${quoted(name)} would be unpacked outside of it`;
  return name.includes("\0") || name === "" ? `${quoted(name)} is no file name` : undefined;
}

function sizeFault({ name, size, compressedSize }: ZipEntry): string | undefined {
  if (size <= compressedSize * MOST_EXPANSION + SLACK_BYTES) return undefined;
  return `its directory says that ${compressedSize} bytes unpack to ${size} for ${quoted(name)}`;
}

const LONGEST = 120;

/** Foreign names may be long and hold control characters. */
function quoted(name: string): string {
  return JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
}
