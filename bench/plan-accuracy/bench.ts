import type { Sampler } from "./disk-sampler.ts";

export interface Bench {
  /** Folder of engine.sh. */
  readonly home: string;
  readonly base: string;
  readonly sampler: Sampler;
}
