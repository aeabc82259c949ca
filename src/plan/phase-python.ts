import type { BuildablePlan, PlannedPhase } from "./plan.ts";

/** The interpreter that a phase is installed, compiled and imported with, and its site-packages. */
interface PhasePython {
  readonly interpreter: string;
  readonly purelib: string;
}

/** The base's Python, or that of the phase's own environment. */
export function phasePython(plan: BuildablePlan, phase: Pick<PlannedPhase, "environment">): PhasePython {
  const { interpreter, purelib } = phase.environment ?? plan.base;
  return { interpreter, purelib };
}
