import type { Clock } from "../host/ports.ts";
import type { Candidate, Versions } from "./remedy-candidates.ts";
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
  /** What is wrong with versions although they resolve, such as pairs that can't be imported together. */
  readonly remarks?: (versions: Versions) => readonly string[];
}

const MOST_TRIALS = 8;
const MOST_MILLISECONDS = 60_000;
/** Who has a remedy isn't kept waiting for others much longer. */
const PATIENCE_MILLISECONDS = 15_000;
const ENOUGH_REMEDIES = 3;
/** Resolutions wait for the index most of the time. */
const CONCURRENT_TRIALS = 4;

export interface CountedTrials {
  /** Answers undefined once the number of trials or the time is used up. */
  run(trial: Trial): Promise<TrialResult | undefined>;
  count(): number;
  elapsed(): number;
}

export function counted(tryResolve: TryResolve, bounds: SearchBounds): CountedTrials {
  const start = bounds.clock.monotonic();
  const elapsed = () => bounds.clock.monotonic() - start;
  let count = 0;
  return {
    count: () => count,
    elapsed,
    run: async (trial) => {
      const over = elapsed() >= (bounds.mostMilliseconds ?? MOST_MILLISECONDS);
      if (over || count >= (bounds.mostTrials ?? MOST_TRIALS)) return;
      count += 1;
      return tryResolve(trial);
    },
  };
}

interface Found {
  readonly rank: number;
  readonly text: string;
  readonly remarks: readonly string[];
}

/** The candidates that resolve, best first: those without remarks, then by rank. Tries until there are enough. */
export async function verifiedRemedies(
  candidates: readonly Candidate[],
  trials: CountedTrials,
  bounds: SearchBounds,
): Promise<readonly Remedy[]> {
  const found: Found[] = [];
  const waiting = candidates.map((candidate, rank) => ({ candidate, rank }));
  const enough = () =>
    found.filter((one) => one.remarks.length === 0).length >= ENOUGH_REMEDIES ||
    (found.length > 0 && trials.elapsed() > PATIENCE_MILLISECONDS);
  const work = async () => {
    for (let next = waiting.shift(); next && !enough(); next = waiting.shift()) {
      const versions = await tried(next.candidate, trials);
      if (!versions) continue;
      const remarks = [...new Set(versions.flatMap((set) => bounds.remarks?.(set) ?? []))];
      found.push({ rank: next.rank, text: next.candidate.text(versions[0] ?? {}), remarks });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_TRIALS }, work));
  return found
    .sort((a, b) => a.remarks.length - b.remarks.length || a.rank - b.rank)
    .slice(0, ENOUGH_REMEDIES)
    .map((one) => ({ text: [one.text, ...one.remarks].join("; but then "), verified: true }));
}

async function tried(candidate: Candidate, trials: CountedTrials): Promise<readonly Versions[] | undefined> {
  const versions: Versions[] = [];
  for (const trial of candidate.trials) {
    const result = await trials.run(trial);
    if (!result?.solved) return undefined;
    versions.push(result.versions);
  }
  return versions;
}
