import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import type { LargeContent } from "../ports/machine.ts";

interface ArchiveEntry {
  readonly name: string;
  /** Left out for a folder. */
  readonly content?: string | Uint8Array | LargeContent;
  readonly mode?: number;
}

/** An uncompressed tar archive of a few entries. */
export function archiveOf(entries: readonly ArchiveEntry[]): Readable {
  const archive = pack();
  void fill(archive, entries).catch((error: unknown) => archive.destroy(error as Error));
  return Readable.from(archive);
}

async function fill(archive: Pack, entries: readonly ArchiveEntry[]): Promise<void> {
  for (const { name, content, mode } of entries) {
    if (content === undefined) archive.entry({ name, type: "directory", mode: mode ?? 0o755 });
    else if (isLarge(content)) {
      const entry = archive.entry({ name, mode: mode ?? 0o644, size: content.bytes });
      await pipeline(content.stream(), entry);
    } else archive.entry({ name, mode: mode ?? 0o644 }, Buffer.from(content));
  }
  archive.finalize();
}

function isLarge(content: NonNullable<ArchiveEntry["content"]>): content is LargeContent {
  return typeof content !== "string" && !(content instanceof Uint8Array);
}
