import type { RemedyCandidate } from "./candidates/remedy-candidate.ts";
import { createSearchTime, type SearchBounds, type SearchTime } from "./search-bounds.ts";
import { type Outcome, tryCandidate } from "./try-candidate.ts";
import type { TryResolve } from "./try-resolve.ts";

/** A change that was seen to resolve, and that the plan wouldn't refuse. */
export interface Remedy {
  readonly text: string;
  readonly verified: true;
}

/** What a search found, and what it can't say. */
export interface FoundRemedies {
  /** Best first. */
  readonly remedies: readonly Remedy[];
  /** Resolutions that were begun. */
  readonly trials: number;
  /** Why the plan would refuse changes that resolve. */
  readonly refused: readonly string[];
  /** Changes of which nobody knows whether they help, because an index didn't answer. */
  readonly untried: readonly string[];
  /** Changes that weren't tried, or not to the end, because of the time or the number of resolutions that the search may take. */
  readonly unfinished: readonly string[];
}

const ENOUGH_REMEDIES = 3;
/** A resolution waits for the index most of the time; more of them wait for each other. */
const CONCURRENT_CANDIDATES = 4;

interface Search {
  readonly tryResolve: TryResolve;
  readonly bounds: SearchBounds;
  readonly time: SearchTime;
}

/**
 * The candidates that resolve and that the plan would take, best first: with wheels for all, without remarks, then by rank. They are
 * the same each time, whichever resolution ends first, unless `unfinished` says otherwise.
 */
export async function verifiedRemedies(
  candidates: readonly RemedyCandidate[],
  tryResolve: TryResolve,
  bounds: SearchBounds,
): Promise<FoundRemedies> {
  using time = createSearchTime(bounds);
  const search = { tryResolve, bounds, time };
  const first = await outcomesOf(
    candidates.filter((one) => !one.isLast),
    search,
  );
  const outcomes = first.some(isNear)
    ? first
    : [
        ...first,
        ...(await outcomesOf(
          candidates.filter((one) => one.isLast),
          search,
        )),
      ];
  return { ...summary(outcomes), trials: time.trials };
}

/** In the candidates' order. Ends early when enough of the best are there and everything before them has ended. */
async function outcomesOf(
  candidates: readonly RemedyCandidate[],
  { tryResolve, bounds, time }: Search,
): Promise<readonly Outcome[]> {
  const enough = new AbortController();
  const stopped = AbortSignal.any([enough.signal, time.over]);
  const begun = new Map<RemedyCandidate, Promise<Outcome>>();
  const ended = new Map<RemedyCandidate, Outcome>();
  const tryOne = async (candidate: RemedyCandidate): Promise<Outcome> => {
    if (!(await isWanted(candidate, begun))) return { how: "unsolved" };
    if (stopped.aborted || !time.take(candidate.trials.length)) return notTried(candidate);
    return tryCandidate(candidate, { tryResolve, bounds, stopped });
  };
  const waiting = inSearchOrder(candidates);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = tryOne(next);
      begun.set(next, outcome);
      ended.set(next, await outcome);
      if (isNear(await outcome)) time.remedyFound();
      if (hasEnough(candidates.map((one) => ended.get(one)))) enough.abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENT_CANDIDATES }, work));
  } finally {
    enough.abort();
  }
  // What stands behind enough good ones isn't missed.
  const all = candidates.map((one) => ended.get(one) ?? notTried(one));
  return hasEnough(all) ? all.map((one) => (one.how === "stopped" ? UNSOLVED : one)) : all;
}

function notTried(candidate: RemedyCandidate): Outcome {
  return { how: "stopped", text: candidate.text({}) };
}

const UNSOLVED: Outcome = { how: "unsolved" };

/** A pin opened may take long to fail: what is sure to help is looked at beside the first one, not after it. */
function inSearchOrder(candidates: readonly RemedyCandidate[]): RemedyCandidate[] {
  const sure = candidates.find((one) => one.sure);
  if (!sure) return [...candidates];
  const [first, ...rest] = candidates.filter((one) => one !== sure);
  return first ? [first, sure, ...rest] : [sure];
}

/** A candidate that follows another one waits for what became of that. */
async function isWanted(
  { after }: RemedyCandidate,
  begun: ReadonlyMap<RemedyCandidate, Promise<Outcome>>,
): Promise<boolean> {
  if (after === undefined) return true;
  const before = await begun.get(after.candidate);
  return before?.how === "resolves" && before.refusals.flat().some((one) => one.id === after.refusal);
}

type Resolving = Extract<Outcome, { how: "resolves" }>;

function isOffered(outcome: Outcome | undefined): outcome is Resolving {
  return outcome?.how === "resolves" && outcome.refusals.flat().length === 0;
}

function isNear(outcome: Outcome | undefined): outcome is Resolving {
  return isOffered(outcome) && !outcome.goesBack;
}

/** Whether nothing that may still come is better than what is there. */
function hasEnough(byRank: readonly (Outcome | undefined)[]): boolean {
  const isGood = (one: Outcome | undefined) => isNear(one) && one.remarks.length === 0 && one.sources === 0;
  const open = byRank.findIndex((one) => one === undefined || one.how === "stopped");
  const settled = open === -1 ? byRank : byRank.slice(0, open);
  return settled.filter(isGood).length >= ENOUGH_REMEDIES;
}

function summary(outcomes: readonly Outcome[]): Omit<FoundRemedies, "trials"> {
  const offered = outcomes.filter(isOffered);
  const near = offered.filter(isNear);
  const ranked = (near.length > 0 ? near : offered).toSorted(
    (a, b) => a.sources - b.sources || a.remarks.length - b.remarks.length,
  );
  const texts = new Set(ranked.map((one) => [one.text, ...one.remarks].join("; but then ")));
  const refused = outcomes.flatMap((one) => (one.how === "resolves" ? one.refusals.flat() : []));
  return {
    remedies: [...texts].slice(0, ENOUGH_REMEDIES).map((text) => ({ text, verified: true })),
    refused: [...new Set(refused.map((one) => one.text))],
    untried: outcomes.flatMap((one) => (one.how === "unreachable" ? one.text : [])),
    unfinished: outcomes.flatMap((one) => (one.how === "stopped" || one.how === "late" ? one.text : [])),
  };
}
