/**
 * Fitted on 166 groups of wheels (bench/archive-model), written as an engine writes a layer's archive and compressed by Go's
 * gzip at its default level, as engines do; judged on real pushes: docs/plan-accuracy.md.
 */
const BYTECODE = 0.341;
const ENTRY_BYTES = 131;
/** Up to so many bytes of a file: what it takes in the archive for a byte that its wheel's own DEFLATE made of it. */
const SHARES = [
  [4096, 0.39],
  [16_384, 0.62],
  [65_536, 0.97],
  [Number.POSITIVE_INFINITY, 1.022],
] as const;

/**
 * What a file's content takes in a layer's archive. A wheel compresses each file by itself, an archive all of them in one
 * stream: the smaller a file is, the more of it stands in the files before it already.
 */
export function archivedBytes(file: { readonly bytes: number; readonly compressedBytes: number }): number {
  const [, share = 1] = SHARES.find(([limit]) => file.bytes < limit) ?? [];
  return share * file.compressedBytes;
}

/** What a layer's archive holds. */
export interface ArchiveContent {
  /** Sum of `archivedBytes`. */
  readonly files: number;
  /** Apparent bytes of bytecode. */
  readonly bytecode: number;
  /** Files and folders. */
  readonly entries: number;
}

/** Bytes of a layer's archive as the engine's push compresses and sends it. */
export function archiveBytes(content: ArchiveContent): number {
  return Math.round(content.files + BYTECODE * content.bytecode + ENTRY_BYTES * content.entries);
}
