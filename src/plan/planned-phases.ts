import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PlannedDistribution, PlannedPhase } from "./plan.ts";
import type { Strategy } from "./strategy.ts";

export interface PlannedSize extends SizedDistribution {
  readonly planned: PlannedDistribution;
}

/** Phases as they will be built: the first one that needs a distribution brings it, in the layers that the strategy chose. */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  sizes: ReadonlyMap<string, PlannedSize>,
  strategy: Strategy,
  disk: DiskUse,
): readonly PlannedPhase[] {
  const brought = new Set<string>();
  return ordered.map(({ phase, resolved, reason }) => {
    const leftOut = strategy.leftOut.includes(phase.name);
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    for (const name of own) brought.add(name);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      distributions: sized([...own].sort()).map((one) => one.planned),
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut,
      sizes: stackSizes(
        layers.map((names) => phaseSizes(sized(names), disk)),
        disk,
      ),
      reason: leftOut ? `left out: ${strategy.reason}` : reason,
    };
  });
}
