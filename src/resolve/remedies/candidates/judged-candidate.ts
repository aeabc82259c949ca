import { installedDistributions } from "../../../base/installed-distributions.ts";
import { type LockedDistribution, wheelChooser } from "../../../python/lock.ts";
import { targetTags } from "../../../python/target-tags.ts";
import type { JudgeVersions, Refusal, TriedEnvironment } from "../judgement.ts";
import { requestOn, type Trial } from "../try-resolve.ts";
import type { RemedyCandidate } from "./remedy-candidate.ts";

/** A trial with what it resolved to. */
export interface SolvedTrial {
  readonly trial: Trial;
  readonly locked: readonly LockedDistribution[];
}

/** A candidate of which every trial resolves, judged as the plan would judge it. */
export interface JudgedCandidate {
  readonly text: string;
  /** Why the plan would refuse it, for each trial. */
  readonly refusals: readonly (readonly Refusal[])[];
  /** What the plan would warn of. */
  readonly remarks: readonly string[];
  /** How many distributions have no wheel. */
  readonly sources: number;
  /** Whether it takes a version that is years older than the one that was asked for. */
  readonly goesBack: boolean;
}

export function judgedCandidate(
  candidate: RemedyCandidate,
  solved: readonly SolvedTrial[],
  judge: JudgeVersions = () => ({ errors: [], warnings: [] }),
): Omit<JudgedCandidate, "goesBack"> {
  const environments = solved.map(triedEnvironment);
  const judgements = environments.map(judge);
  const versions = Object.fromEntries((solved[0]?.locked ?? []).map((one) => [one.name, one.version]));
  return {
    text: candidate.text(versions),
    refusals: judgements.map((one) => one.errors),
    remarks: [...new Set(judgements.flatMap((one) => one.warnings))],
    sources: environments.flatMap((one) => one.brought).filter((one) => one.file === undefined).length,
  };
}

/** What would be installed; what the base holds already is not. */
function triedEnvironment({ trial, locked }: SolvedTrial): TriedEnvironment {
  const { facts, phases, wheels } = requestOn(trial);
  const seen = trial.isolated === undefined ? facts : { ...facts, distributions: [] };
  const base = installedDistributions(seen);
  const choose = wheelChooser(targetTags(facts.python));
  const named = new Map(wheels.map((one) => [one.distribution, one.file]));
  const brought = locked
    .filter(({ name, version }) => base.get(name)?.version !== version)
    .map(({ name, version, wheels }) => ({ name, version, file: (named.get(name) ?? choose(wheels))?.name }));
  return { facts: seen, phases, brought };
}

const YEARS = 2;
const YEAR_MILLISECONDS = 365.25 * 24 * 3600 * 1000;

/** Whether one was published years before the other; not where an index doesn't say when. */
export function isYearsBefore(older: number | undefined, newer: number | undefined): boolean {
  return older !== undefined && newer !== undefined && newer - older > YEARS * YEAR_MILLISECONDS;
}
