import type { Clock } from "../host/ports.ts";
import type { Trial, TrialResult, TryResolve } from "./try-resolve.ts";

/** A change that was seen to resolve. */
export interface Remedy {
  readonly text: string;
  readonly verified: true;
}

export interface SearchBounds {
  readonly clock: Pick<Clock, "monotonic">;
  readonly mostTrials?: number;
  readonly mostMilliseconds?: number;
}

const MOST_TRIALS = 8;
const MOST_MILLISECONDS = 60_000;

export interface CountedTrials {
  /** Answers undefined once the number of trials or the time is used up. */
  run(trial: Trial): Promise<TrialResult | undefined>;
  count(): number;
}

export function counted(tryResolve: TryResolve, bounds: SearchBounds): CountedTrials {
  const end = bounds.clock.monotonic() + (bounds.mostMilliseconds ?? MOST_MILLISECONDS);
  let count = 0;
  return {
    count: () => count,
    run: async (trial) => {
      if (count >= (bounds.mostTrials ?? MOST_TRIALS) || bounds.clock.monotonic() >= end) return;
      count += 1;
      return tryResolve(trial);
    },
  };
}
