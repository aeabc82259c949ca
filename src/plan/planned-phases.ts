import type { Phase } from "../manifest/manifest.ts";
import type { MeasuredEnvironment } from "./measure-environments.ts";
import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, PlannedPhase } from "./plan.ts";
import type { Strategy } from "./strategy.ts";

/**
 * Phases as they will be built: the first one of an environment that needs a distribution brings it, in the layers that the
 * strategy chose.
 */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  environmentOf: (phase: Phase) => MeasuredEnvironment,
  strategy: Strategy,
  disk: DiskUse,
): readonly PlannedPhase[] {
  return ordered.map(({ phase, resolved, reason }) => {
    const leftOut = strategy.leftOut.includes(phase.name);
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    const { planned, empty, sizes, price } = environmentOf(phase);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    const why = price === undefined ? reason : `${reason}; ${price}`;
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      environment: planned,
      distributions: sized([...own].sort()).map((one) => one.planned),
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut,
      sizes: stackSizes(leftOut ? [] : layerSizes(layers.map(sized), empty, disk), disk),
      reason: leftOut ? `left out: ${strategy.reason}` : why,
    };
  });
}

/** The first layer makes the environment, also where nothing is installed into it. */
function layerSizes(
  layers: readonly (readonly SizedDistribution[])[],
  empty: readonly SizedDistribution[],
  disk: DiskUse,
): readonly PhaseSizes[] {
  const [first = [], ...rest] = layers;
  const made = [...empty, ...first];
  return (made.length === 0 ? rest : [made, ...rest]).map((layer) => phaseSizes(layer, disk));
}
