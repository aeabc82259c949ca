import { constants, inflateRawSync } from "node:zlib";
import type { ZipEntry } from "unzipit";
import type { RangedFile } from "./fetch/ranged-file.ts";

/** Bytes that are read of each script: its header, and enough of its text for the first line. */
const BEGINNING_BYTES = 1024;
/** Wheels have a few scripts. The size of a wheel with more than this is a few bytes off. */
const MOST_SCRIPTS = 64;

/**
 * Which of a wheel's ready-made scripts begin with `#!python`, with the bytes of that line. Only the script itself says it:
 * others have a shebang of their own, or are programs.
 */
export async function readPlaceholders(
  file: RangedFile,
  entries: readonly ZipEntry[],
): Promise<Readonly<Record<string, number>>> {
  const scripts = entries.filter((entry) => /^[^/]+\.data\/scripts\/[^/]/.test(entry.name) && entry.size > 0);
  const length = await file.getLength();
  const lines = await Promise.all(
    scripts.slice(0, MOST_SCRIPTS).map(async (entry) => {
      const at = entry["_rawEntry"].relativeOffsetOfLocalHeader;
      const piece = await file.read(at, Math.min(BEGINNING_BYTES, length - at));
      return [entry.name, placeholderBytes(beginningOf(entry, piece))] as const;
    }),
  );
  return Object.fromEntries(lines.filter(([, bytes]) => bytes > 0));
}

const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const STORED = 0;

/** What a piece of the archive, from the file's local header on, holds of its content; nothing where it is damaged. */
function beginningOf(entry: ZipEntry, piece: Uint8Array): Uint8Array {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  if (piece.length < HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER) return new Uint8Array();
  const start = HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = piece.subarray(start, start + entry.compressedSize);
  if (entry["_rawEntry"].compressionMethod === STORED) return packed;
  try {
    // A stream that ends early gives what it held.
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(); // the install will say so, a size needn't
  }
}

/** Length of the line that uv replaces, its end included; 0 where it leaves the script alone. Source: uv 0.13.9's installs. */
function placeholderBytes(content: Uint8Array): number {
  const beginning = new TextDecoder("latin1").decode(content.subarray(0, BEGINNING_BYTES));
  return /^#!python[^\r\n]*(?:\r\n?|\n|$)/.exec(beginning)?.[0].length ?? 0;
}
