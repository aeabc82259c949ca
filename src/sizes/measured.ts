import type { BaseFacts } from "../python/base-facts.ts";
import type { Folders } from "./folders.ts";
import type { FileTotals, LearnedSize } from "./learned-size.ts";

/** What decides a distribution's size besides the distribution itself. */
export interface MeasureOptions {
  readonly python: BaseFacts["python"];
  /** Whether the build compiles bytecode. */
  readonly bytecode: "all" | "none";
  /** What an earlier build saw of the same file. */
  readonly learned: LearnedSize | undefined;
}

/** One file of a distribution. Another distribution may bring the same file. */
export interface DistributionFile {
  readonly bytes: number;
  readonly isBytecode: boolean;
  /** The same text for the same content; undefined where only its size is known. */
  readonly content: string | undefined;
  /** Bytes that an earlier build found there when both had been installed. */
  readonly onDisk: number | undefined;
}

/** What a distribution adds to its layer. */
export interface MeasuredDistribution {
  readonly files: FileTotals;
  readonly bytecode: FileTotals;
  /** Bytes of files and bytecode in a compressed copy of the layer: the wheel's own compression, an estimate for bytecode. */
  readonly compressed: number;
  /** Bytes by which files and bytecode together may be wrong, to either side. */
  readonly margin: number;
  readonly sizeSource: "central-directory" | "learned" | "built" | "listed" | "ratio";
  readonly bytecodeSource: "learned" | "compiled" | "model" | "none";
  readonly folders: Folders;
  /** The file that it puts at an absolute path; undefined where it puts none or nobody knows. */
  readonly fileAt: (path: string) => DistributionFile | undefined;
  /** Bytes that are unpacked and built beside the installation. Only source distributions need any. */
  readonly buildBytes: number;
}

export const NOTHING: FileTotals = { count: 0, bytes: 0, blocks: 0 };
