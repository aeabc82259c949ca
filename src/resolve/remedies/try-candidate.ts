import { createDeadline } from "../../ports/waiting.ts";
import { boundedCandidate } from "./candidates/bounded-candidate.ts";
import {
  isYearsBefore,
  type JudgedCandidate,
  judgedCandidate,
  type SolvedTrial,
} from "./candidates/judged-candidate.ts";
import type { RemedyCandidate } from "./candidates/remedy-candidate.ts";
import type { SearchBounds } from "./search-bounds.ts";
import { TRIAL_SECONDS, type Trial, type TrialResult, type TryResolve } from "./try-resolve.ts";

/** How a candidate ended. */
export type Outcome =
  | ({ readonly how: "resolves" } & JudgedCandidate)
  /** It was tried, and there is no answer. */
  | { readonly how: "unsolved" }
  /** Nobody knows: an index didn't answer. */
  | { readonly how: "unreachable"; readonly text: string }
  /** Nobody knows: it took longer than a resolution may. */
  | { readonly how: "late"; readonly text: string }
  /** The search ended before it. */
  | { readonly how: "stopped"; readonly text: string };

export interface CandidateSearch {
  readonly tryResolve: TryResolve;
  readonly bounds: SearchBounds;
  /** Aborted when the search ends. */
  readonly stopped: AbortSignal;
}

/** What the plan would refuse may need a bound, and that another one. */
const MOST_BOUNDED = 2;

/**
 * Resolves all that a candidate asks for, each resolution in a time of its own, and judges what comes out. Where the plan would refuse that
 * and it is known what to add, it is tried again with that.
 */
export async function tryCandidate(candidate: RemedyCandidate, search: CandidateSearch): Promise<Outcome> {
  let tried = candidate;
  let outcome = await tryAsItIs(tried, search);
  for (let count = 0; count < MOST_BOUNDED && outcome.how === "resolves"; count += 1) {
    const bounded = boundedCandidate(tried, outcome.refusals);
    if (bounded === undefined) break;
    const next = await tryAsItIs(bounded, search);
    if (next.how === "unsolved") break;
    [tried, outcome] = [bounded, next];
  }
  return outcome;
}

async function tryAsItIs(candidate: RemedyCandidate, search: CandidateSearch): Promise<Outcome> {
  const text = candidate.text({});
  const unended = (): Outcome => ({ how: search.stopped.aborted ? "stopped" : "late", text });
  const solved: SolvedTrial[] = [];
  for (const trial of candidate.trials) {
    const result = await tryInTime(trial, search);
    if (result === undefined) return unended();
    if (!result.solved) return result.why === undefined ? { how: "unsolved" } : { how: result.why, text };
    solved.push({ trial, locked: result.locked });
  }
  const judged = judgedCandidate(candidate, solved, search.bounds.judge);
  const goesBack = judged.refusals.flat().length === 0 && (await isFarBack(candidate, solved, search));
  if (goesBack === undefined) return unended();
  return { how: "resolves", ...judged, goesBack };
}

/** Undefined where it was ended before it had an answer. */
async function tryInTime(
  trial: Trial,
  { tryResolve, bounds, stopped }: CandidateSearch,
): Promise<TrialResult | undefined> {
  using own = createDeadline(TRIAL_SECONDS * 1000, bounds.clock);
  const signal = AbortSignal.any([own.signal, stopped]);
  try {
    return await tryResolve(trial, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  }
}

/** Undefined where the time was over before it was known. */
async function isFarBack(
  candidate: RemedyCandidate,
  solved: readonly SolvedTrial[],
  search: CandidateSearch,
): Promise<boolean | undefined> {
  const { from, isLast = false } = candidate;
  if (isLast || from === undefined) return isLast;
  const publishedIn = (trials: readonly Pick<SolvedTrial, "locked">[]) =>
    trials.flatMap((one) => one.locked).find((one) => one.name === from.name)?.published;
  const now = publishedIn(solved);
  if (now === undefined) return false;
  const pinned = await tryInTime(from.trial, search);
  if (pinned === undefined) return undefined;
  return isYearsBefore(now, pinned.solved ? publishedIn([pinned]) : undefined);
}
