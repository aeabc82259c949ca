import { Readable } from "node:stream";
import { pack } from "tar-stream";

export interface ArchiveEntry {
  readonly name: string;
  /** Left out for a folder. */
  readonly content?: string | Uint8Array;
  readonly mode?: number;
}

/** An uncompressed tar archive of a few entries that stand in memory. */
export function archiveOf(entries: readonly ArchiveEntry[]): Readable {
  const archive = pack();
  for (const { name, content, mode } of entries) {
    if (content === undefined) archive.entry({ name, type: "directory", mode: mode ?? 0o755 });
    else archive.entry({ name, mode: mode ?? 0o644 }, bufferOf(content));
  }
  archive.finalize();
  return Readable.from(archive);
}

/** A view, not a copy: one of the entries is a program of 44 MB. */
function bufferOf(content: string | Uint8Array): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
