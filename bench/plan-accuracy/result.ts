import type { StageSeconds } from "./stage-clock.ts";

/** One set, built once. Sizes in bytes. */
export interface Measurement {
  readonly bytecode: "none" | "all";
  readonly distributions: number;
  readonly files: number;
  readonly installed: { readonly predicted: number; readonly actual: number };
  /** Allocated by the layers; actual: what the file system had in use afterwards, images' metadata included. */
  readonly blocks: { readonly predicted: number; readonly actual: number };
  readonly peak: { readonly predicted: number; readonly actual: number; readonly samples: number };
  /** Installed bytes by the second plan, which knows what the first build saw. */
  readonly secondPlan: number | null;
  /** Peak by the second plan. */
  readonly secondPeak?: number | null;
  readonly worst: WorstDistribution | null;
  /** Of all, the plan included. */
  readonly seconds: number;
  readonly stages?: StageSeconds;
}

/** The distribution whose prediction was farthest off. */
export interface WorstDistribution {
  readonly name: string;
  readonly version: string;
  readonly predicted: number;
  readonly actual: number;
}

export interface SetResult {
  readonly set: string;
  readonly chosen: "known" | "judged" | "after";
  readonly seedMegabytes: number | null;
  /** What is predicted is of a later program than what was built. */
  readonly rejudged?: boolean;
  readonly measurements: readonly Measurement[];
  readonly failure: string | null;
}
