import { phaseSizes, totalSizes } from "../sizes/phase-sizes.ts";
import type { DiskUse } from "../sizes/timeline.ts";
import type { Plan } from "./plan.ts";

/** The plan with the peaks that it has on an engine that keeps layers so: it may have been made for another one. */
export function onStore(plan: Plan, disk: DiskUse): Plan {
  const phases = plan.phases.map((phase) => ({
    ...phase,
    sizes: phaseSizes([phase.sizes], phase.disk, disk),
  }));
  const totals = totalSizes(phases, disk);
  return { ...plan, phases, disk, totals, verdict: { ...plan.verdict, neededBytes: totals.peak } };
}
