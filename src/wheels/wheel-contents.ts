/** One file of a wheel, from the archive's central directory. */
export interface WheelFile {
  readonly path: string;
  readonly bytes: number;
  readonly compressedBytes: number;
  /** CRC-32 of the content; undefined where only names and sizes are known. */
  readonly crc32?: number | undefined;
}

/** What a wheel holds, read from its ZIP central directory without downloading it. */
export interface WheelContents {
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
}
