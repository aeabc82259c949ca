import type { ZipEntry } from "unzipit";
import type { RangedFile } from "./fetch/ranged-file.ts";
import { contentOf, packedSource } from "./sampling/packed-source.ts";

/** What is read at a script's place in the archive: its header, and enough for a first line. */
const BEGINNING_BYTES = 1024;
/** A wheel has a few at most; what one with more installs is a few bytes off. */
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
      const packed = packedSource(entry);
      const bytes = await file.read(packed.offset, Math.min(BEGINNING_BYTES, length - packed.offset));
      return [entry.name, placeholderBytes(contentOf(bytes, packed) ?? new Uint8Array())] as const;
    }),
  );
  return Object.fromEntries(lines.filter(([, bytes]) => bytes > 0));
}

/** Length of the line that uv replaces, its end included; 0 where it leaves the script alone. Source: uv 0.13.9's installs. */
function placeholderBytes(content: Uint8Array): number {
  const beginning = new TextDecoder("latin1").decode(content.subarray(0, BEGINNING_BYTES));
  return /^#!python[^\r\n]*(?:\r\n?|\n|$)/.exec(beginning)?.[0].length ?? 0;
}
