import type { Plan, PlannedDistribution, PlannedPhase } from "../../plan/plan.ts";
import type { Win } from "../install/install-batches.ts";

/** Pairs of distributions in a phase's environment that bring other content to the same paths. */
export function winsFor(
  plan: Pick<Plan, "clashes" | "phases">,
  { environment }: PlannedPhase,
): readonly Win[] {
  const beside = plan.phases.filter((one) => one.environment?.path === environment?.path);
  const names = new Set(beside.map((one) => one.name));
  return plan.clashes
    .filter(({ winner, loser }) => loser.phase !== null && names.has(winner.phase ?? ""))
    .map(({ winner, loser }) => ({ winner: winner.name, loser: loser.name }));
}

/** The pairs of which both are among these. */
export function winsAmong(
  distributions: readonly Pick<PlannedDistribution, "name">[],
  wins: readonly Win[],
): readonly Win[] {
  const names = new Set(distributions.map((one) => one.name));
  return wins.filter(({ winner, loser }) => names.has(winner) && names.has(loser));
}

/**
 * Distributions of earlier phases that are installed once more, because a late distribution would overwrite their files: it was
 * to come before them, with a phase that is left out.
 */
export function overwritten(
  late: readonly PlannedDistribution[],
  present: readonly PlannedDistribution[],
  wins: readonly Win[],
): readonly PlannedDistribution[] {
  const again = new Set<PlannedDistribution>();
  const names = new Set(late.map((one) => one.name));
  for (const name of names) {
    const winners = new Set(wins.filter((one) => one.loser === name).map((one) => one.winner));
    for (const one of present.filter((each) => winners.has(each.name))) {
      again.add(one);
      names.add(one.name);
    }
  }
  return [...again];
}
