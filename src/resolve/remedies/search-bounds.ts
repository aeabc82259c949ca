import type { Clock } from "../../ports/machine.ts";
import { createDeadline } from "../../ports/waiting.ts";
import type { JudgeVersions } from "./judgement.ts";

/** What a search for remedies may take. */
export interface SearchBounds {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly judge?: JudgeVersions;
  readonly mostTrials?: number;
  readonly mostMilliseconds?: number;
}

const MOST_TRIALS = 16;
const MOST_MILLISECONDS = 60_000;
/** Who has a remedy isn't kept waiting for more of them. */
const PATIENCE_MILLISECONDS = 10_000;

/** The time and the resolutions that are left. */
export interface SearchTime extends Disposable {
  /** Aborted when the time is over. */
  readonly over: AbortSignal;
  /** Resolutions that were begun. */
  readonly trials: number;
  /** Whether so many more may begin; then they count. */
  take(trials: number): boolean;
  /** From the first remedy on, the time for more of them is short. */
  remedyFound(): void;
}

export function createSearchTime({ clock, mostTrials, mostMilliseconds }: SearchBounds): SearchTime {
  const over = new AbortController();
  const deadlines = new DisposableStack();
  const endIn = (milliseconds: number) => {
    const deadline = deadlines.use(createDeadline(milliseconds, clock));
    deadline.signal.addEventListener("abort", () => over.abort());
  };
  let trials = 0;
  let isFound = false;
  endIn(mostMilliseconds ?? MOST_MILLISECONDS);
  return {
    over: over.signal,
    get trials() {
      return trials;
    },
    take(more) {
      if (trials + more > (mostTrials ?? MOST_TRIALS)) return false;
      trials += more;
      return true;
    },
    remedyFound() {
      if (!isFound) endIn(PATIENCE_MILLISECONDS);
      isFound = true;
    },
    [Symbol.dispose]: () => deadlines.dispose(),
  };
}
