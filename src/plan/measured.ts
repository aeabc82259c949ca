import type { BaseFacts } from "../resolve/base-facts.ts";
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

/** What a distribution adds to its layer. */
export interface MeasuredDistribution {
  readonly files: FileTotals;
  readonly bytecode: FileTotals;
  /** What the files' contents take in the layer's compressed archive, bytecode not included. */
  readonly archivedFiles: number;
  /** Bytes by which files and bytecode together may be wrong, to either side. */
  readonly margin: number;
  readonly sizeSource: "central-directory" | "learned" | "ratio";
  readonly bytecodeSource: "learned" | "model" | "none";
  readonly folders: Folders;
  /** What is unpacked and built beside the installation: only a source distribution needs it. */
  readonly buildBytes: number;
}

export const NOTHING: FileTotals = { count: 0, bytes: 0, blocks: 0 };
