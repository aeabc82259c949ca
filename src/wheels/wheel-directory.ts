import * as z from "zod";

/** One file of a wheel, from the archive's central directory. */
export interface WheelFile {
  readonly path: string;
  readonly bytes: number;
  readonly compressedBytes: number;
}

/**
 * What became of a wheel's Python in one stream over many files, as a layer's archive is one (streamed-text.ts). A wheel's
 * directory can't show it: there each file is compressed alone.
 */
export const StreamedText = z.readonly(
  z.strictObject({
    /** Bytes in the stream, headers included, for a byte that the wheel's own DEFLATE made of a file. */
    text: z.number(),
    /** Bytes that the stream takes more with bytecode in it, for a byte of bytecode. */
    bytecode: z.number(),
  }),
);
export type StreamedText = z.infer<typeof StreamedText>;

/** A wheel's Python files, as one sum. */
export const SourceSample = z.readonly(
  z.strictObject({
    /** How much of their bytes was really looked at, 0 to 1; what was, stands for all. */
    read: z.number(),
    files: z.number(),
    bytes: z.number(),
    compressedBytes: z.number(),
    /** In the order of `FEATURES` (plan/source-features.ts). */
    features: z.readonly(z.array(z.number())),
    /** Null where what was seen of them could not be compressed. */
    streamed: StreamedText.nullable(),
  }),
);
export type SourceSample = z.infer<typeof SourceSample>;

/** What a wheel holds, read from its ZIP central directory without downloading it. */
export interface WheelDirectory {
  readonly files: readonly WheelFile[];
  /** Text of `*.dist-info/entry_points.txt`, which decides the scripts that an installer writes. */
  readonly entryPoints: string | null;
  /**
   * Ready-made scripts (`*.data/scripts`) that begin with `#!python`, with the bytes of that line: an installer puts the
   * interpreter's path in its place.
   */
  readonly placeholders?: Readonly<Record<string, number>> | undefined;
  /** Bytes of bytecode by path in site-packages, where the files themselves were compiled to learn it; 0 for what doesn't compile. */
  readonly compiled?: Readonly<Record<string, number>> | undefined;
  /** Size of the wheel itself; not every index tells it. */
  readonly fileBytes?: number | undefined;
  /** Null where nothing was to be learned from it. */
  readonly sample?: SourceSample | null | undefined;
}
