/** What a layer's archive holds. */
export interface ArchiveContent {
  /** What DEFLATE makes of the files' contents, one by one, as their wheels have it. */
  readonly files: number;
  /** Apparent bytes of bytecode. */
  readonly bytecode: number;
  /** Files and folders. */
  readonly entries: number;
  /** Entries whose names need a header of their own. */
  readonly longNames: number;
}

/**
 * Fitted on layers that an engine (20.10, Go's gzip at its default level) pushed to a local registry: how and how well in
 * docs/plan-accuracy.md.
 */
const FILES = 1.0;
const BYTECODE = 0.34;
const ENTRY_BYTES = 60;
const LONG_NAME_BYTES = 60;

/** Bytes of a layer's archive as the engine's push compresses and sends it. */
export function archiveBytes(content: ArchiveContent): number {
  return Math.round(
    FILES * content.files +
      BYTECODE * content.bytecode +
      ENTRY_BYTES * content.entries +
      LONG_NAME_BYTES * content.longNames,
  );
}
