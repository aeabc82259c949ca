import type { Plan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { PhaseResult } from "./built-image.ts";

/** What a phase really installs and must import, given what became of the phases before it. */
export interface PhaseContent {
  /** Distributions of each layer, in order; a phase that brings nothing has one empty layer, to be proved by. */
  readonly layers: readonly (readonly PlannedDistribution[])[];
  /** Of this phase and of those before it that are in the image. */
  readonly imports: readonly string[];
  readonly predictedBytes: number;
}

/** A left-out phase should have brought distributions that later ones share: the first that needs them installs them. */
export function phaseContent(plan: Plan, phase: PlannedPhase, before: readonly PhaseResult[]): PhaseContent {
  const leftOut = new Set(before.filter((one) => one.status === "left-out").map((one) => one.name));
  const done = new Set(before.filter((one) => one.status !== "left-out").map((one) => one.name));
  const built = plan.phases.filter((one) => done.has(one.name));
  const present = new Set(built.flatMap((one) => one.shared));
  const orphans = plan.phases
    .filter((one) => leftOut.has(one.name))
    .flatMap((one) => one.distributions)
    .filter((one) => phase.shared.includes(one.name) && !present.has(one.name));
  const planned = phase.layers.map((names) => phase.distributions.filter((one) => names.includes(one.name)));
  const [first = [], ...rest] = planned;
  const layers = [[...orphans, ...first], ...rest];
  return {
    layers,
    imports: [...new Set([...built, phase].flatMap((one) => one.imports))],
    predictedBytes: layers.flat().reduce((sum, one) => sum + one.installedBytes, 0),
  };
}
