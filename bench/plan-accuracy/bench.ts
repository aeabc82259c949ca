import type { BenchEngine } from "./bench-engine.ts";
import type { Sampler } from "./disk-sampler.ts";

export interface Bench {
  readonly engine: BenchEngine;
  /** Folder for the sets' projects. */
  readonly home: string;
  readonly base: string;
  readonly sampler: Sampler;
}
