import { parseRequirement } from "../../../python/requirement.ts";
import type { Refusal } from "../judgement.ts";
import type { Trial } from "../try-resolve.ts";
import type { RemedyCandidate } from "./remedy-candidate.ts";

/**
 * The same change with what keeps the plan from refusing it; undefined where that isn't known.
 * @param refusals of each trial, in the order of the trials
 */
export function boundedCandidate(
  candidate: RemedyCandidate,
  refusals: readonly (readonly Refusal[])[],
): RemedyCandidate | undefined {
  if (refusals.flat().length === 0) return undefined;
  const additions: string[] = [];
  const trials: Trial[] = [];
  for (const [index, trial] of candidate.trials.entries()) {
    const bounds = new Set((refusals[index] ?? []).map((one) => one.bound));
    const added = addedTo(trial, bounds);
    if (added === undefined) return undefined;
    trials.push(added.trial);
    additions.push(...added.additions);
  }
  return {
    ...candidate,
    trials,
    text: (versions) => [candidate.text(versions), ...additions].join(", and "),
  };
}

/** Adds the bounds to the first phase; undefined where a bound isn't known, or a phase names that distribution otherwise. */
function addedTo(trial: Trial, bounds: ReadonlySet<string | undefined>) {
  const { request } = trial;
  const [first, ...others] = request.phases;
  const texts = [...bounds].filter((one) => one !== undefined);
  const added = texts.map(parseRequirement);
  const named = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  if (first === undefined || texts.length < bounds.size) return;
  if (added.some((one) => named.has(one.normalised))) return;
  const phases = [{ ...first, packages: [...first.packages, ...added] }, ...others];
  return {
    trial: { ...trial, request: { ...request, phases } },
    additions: texts.map((text) => `add \`${text}\` to phase ${first.name}`),
  };
}
