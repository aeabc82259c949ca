import { phasePython } from "../plan/phase-python.ts";
import type { Plan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { PhaseResult } from "./built-image.ts";
import type { PythonImports } from "./check-phase.ts";

/** What a phase really installs and must import, given what became of the phases before it. */
export interface PhaseContent {
  /** Distributions of each layer, in order; a phase that brings nothing has one empty layer, to be proved by. */
  readonly layers: readonly (readonly PlannedDistribution[])[];
  /** Of this phase and of those before it that are in the image, by the Python that each lives with. */
  readonly imports: readonly PythonImports[];
  readonly predictedBytes: number;
}

/**
 * A left-out phase should have brought distributions that later ones share: the first that needs them installs them. What an
 * isolated phase should have brought, nobody shares.
 */
export function phaseContent(plan: Plan, phase: PlannedPhase, before: readonly PhaseResult[]): PhaseContent {
  const leftOut = new Set(before.filter((one) => one.status === "left-out").map((one) => one.name));
  const done = new Set(before.filter((one) => one.status !== "left-out").map((one) => one.name));
  const built = plan.phases.filter((one) => done.has(one.name));
  const present = new Set(built.flatMap((one) => one.shared));
  const orphans = plan.phases
    .filter((one) => leftOut.has(one.name) && one.environment === null)
    .flatMap((one) => one.distributions)
    .filter((one) => phase.shared.includes(one.name) && !present.has(one.name));
  const planned = phase.layers.map((names) => phase.distributions.filter((one) => names.includes(one.name)));
  const [first = [], ...rest] = planned;
  const layers = [[...orphans, ...first], ...rest];
  return {
    layers,
    imports: importsOf(plan, [...built, phase]),
    predictedBytes: layers
      .flat()
      .reduce((sum, one) => sum + one.installedBytes, phase.environment?.bytes ?? 0),
  };
}

function importsOf(plan: Plan, phases: readonly PlannedPhase[]): readonly PythonImports[] {
  const modules = new Map<string, Set<string>>();
  for (const phase of phases) {
    const { interpreter } = phasePython(plan, phase);
    const own = modules.get(interpreter) ?? new Set();
    for (const module of phase.imports) modules.set(interpreter, own.add(module));
  }
  return [...modules].map(([interpreter, own]) => ({ interpreter, modules: [...own] }));
}
