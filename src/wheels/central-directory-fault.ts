import type { ZipEntry } from "unzipit";
import { entriesFault, quoted, shortest } from "./wheel-fault.ts";

/** DEFLATE makes nothing smaller than this (zlib's limit); a directory that says more lies. */
const MOST_EXPANSION = 1032;
/** A short file can't reach that limit, and some archivers round. */
const SLACK_BYTES = 1024;

/**
 * The first fault of a wheel's directory: sizes that can't be true, or entries that make the wheel useless. Smaller
 * lies about sizes show when the installer unpacks the file.
 * @param fileBytes length of the archive.
 */
export function centralDirectoryFault(entries: readonly ZipEntry[], fileBytes: number): Error | undefined {
  const says = sizesFault(entries, fileBytes);
  if (says !== undefined) return new Error(says);
  return entriesFault(
    entries.map((entry) => ({
      name: entry.name,
      isDirectory: entry.isDirectory,
      isLink: ((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK,
    })),
  );
}

/** Of the mode of a file, which archivers for Unix keep in the upper half of an entry's attributes. */
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

function sizesFault(entries: readonly ZipEntry[], fileBytes: number): string | undefined {
  const seen = new Set<string>();
  let compressed = 0;
  for (const entry of entries) {
    const { name, size, compressedSize } = entry;
    if (name === "") return "its directory lists a file without a name";
    if (size > compressedSize * MOST_EXPANSION + SLACK_BYTES) {
      return `its directory says that ${compressedSize} bytes unpack to ${size} for ${quoted(name)}`;
    }
    if (entry.isDirectory) continue;
    const path = shortest(name);
    if (seen.has(path)) return `its directory lists ${quoted(path)} twice`;
    seen.add(path);
    compressed += compressedSize;
  }
  if (compressed <= fileBytes) return undefined;
  return `its directory says that its files take ${compressed} bytes, and the archive has ${fileBytes}`;
}
