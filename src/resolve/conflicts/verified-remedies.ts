import type { Clock } from "../../ports/machine.ts";
import type { RemedyCandidate, Versions } from "./remedy-candidates.ts";
import type { TryResolve } from "./try-resolve.ts";

/** A change that was seen to resolve. */
export interface Remedy {
  readonly text: string;
  readonly verified: true;
}

/** What is wrong with versions although they resolve, such as pairs that can't be imported together. */
export type RemarksOn = (versions: Versions) => readonly string[];

export interface SearchBounds {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly mostTrials?: number;
  readonly mostMilliseconds?: number;
  readonly remarks?: RemarksOn;
}

const MOST_TRIALS = 8;
const MOST_MILLISECONDS = 60_000;
/** Who has a remedy isn't kept waiting for more of them. */
const PATIENCE_MILLISECONDS = 10_000;
const ENOUGH_REMEDIES = 3;
/** A resolution waits for the index most of the time; more of them wait for each other. */
const CONCURRENT_TRIALS = 2;

interface Found {
  readonly rank: number;
  readonly text: string;
  readonly remarks: readonly string[];
}

interface Search {
  readonly tryResolve: TryResolve;
  readonly bounds: SearchBounds;
  readonly found: Found[];
  readonly stop: AbortController;
  trials: number;
}

/** The candidates that resolve, best first (those without remarks, then by rank), and how many resolutions that took. */
export async function verifiedRemedies(
  candidates: readonly RemedyCandidate[],
  tryResolve: TryResolve,
  bounds: SearchBounds,
): Promise<{ readonly remedies: readonly Remedy[]; readonly trials: number }> {
  const search: Search = { tryResolve, bounds, found: [], stop: new AbortController(), trials: 0 };
  const waiting = inSearchOrder(candidates.map((candidate, rank) => ({ candidate, rank })));
  const work = async () => {
    for (let next = waiting.shift(); next && !search.stop.signal.aborted; next = waiting.shift()) {
      await tryCandidate(next.candidate, next.rank, search);
    }
  };
  const timers = watchTime(search);
  try {
    await Promise.all(Array.from({ length: CONCURRENT_TRIALS }, work));
  } finally {
    search.stop.abort();
    await timers;
  }
  return { remedies: best(search.found), trials: search.trials };
}

/** A pin opened may take minutes to fail: what is sure to help is looked at beside the first one, not after it. */
function inSearchOrder<T extends { readonly candidate: RemedyCandidate }>(ranked: readonly T[]): T[] {
  const sure = ranked.find((one) => one.candidate.sure);
  if (!sure) return [...ranked];
  const [first, ...rest] = ranked.filter((one) => one !== sure);
  return first ? [first, sure, ...rest] : [sure];
}

async function tryCandidate(candidate: RemedyCandidate, rank: number, search: Search): Promise<void> {
  const { bounds, found, stop } = search;
  if (search.trials + candidate.trials.length > (bounds.mostTrials ?? MOST_TRIALS)) return;
  search.trials += candidate.trials.length;
  const sets: Versions[] = [];
  for (const trial of candidate.trials) {
    const result = await search.tryResolve(trial, stop.signal).catch((error: unknown) => {
      if (stop.signal.aborted) return;
      throw error;
    });
    if (!result?.solved) return;
    sets.push(result.versions);
  }
  const remarks = [...new Set(sets.flatMap((versions) => bounds.remarks?.(versions) ?? []))];
  found.push({ rank, text: candidate.text(sets[0] ?? {}), remarks });
  if (found.filter((one) => one.remarks.length === 0).length >= ENOUGH_REMEDIES) stop.abort();
}

/** Ends the search when its time is over, earlier when there is a remedy. */
async function watchTime({ bounds, found, stop }: Search): Promise<void> {
  const most = bounds.mostMilliseconds ?? MOST_MILLISECONDS;
  const end = bounds.clock.monotonic() + most;
  const patience = Math.min(PATIENCE_MILLISECONDS, most);
  try {
    await bounds.clock.sleep(patience, stop.signal);
    while (found.length === 0 && bounds.clock.monotonic() < end) {
      await bounds.clock.sleep(POLL_MILLISECONDS, stop.signal);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  stop.abort();
}

const POLL_MILLISECONDS = 250;

function best(found: readonly Found[]): readonly Remedy[] {
  const ranked = [...found].sort((a, b) => a.remarks.length - b.remarks.length || a.rank - b.rank);
  const texts = new Set(ranked.map((one) => [one.text, ...one.remarks].join("; but then ")));
  return [...texts].slice(0, ENOUGH_REMEDIES).map((text) => ({ text, verified: true }));
}
