import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { SystemResolution } from "../resolve/system/system-resolution.ts";
import type { MeasuredEnvironment } from "./measure-environments.ts";
import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, PlannedPhase, PlannedRun } from "./plan.ts";
import { plannedRun, plannedSystem } from "./planned-system.ts";
import type { Strategy } from "./strategy.ts";
import { runSizes, systemSizes } from "./system-sizes.ts";

/** What phases are made of besides their order. */
export interface PhaseParts {
  readonly manifest: Pick<Manifest, "workdir" | "env">;
  readonly environmentOf: (phase: Phase) => MeasuredEnvironment;
  readonly system: SystemResolution;
  readonly strategy: Strategy;
  readonly disk: DiskUse;
}

/**
 * Phases as they will be built: the first one of an environment that needs a distribution brings it, in the layers that the
 * strategy chose.
 */
export function plannedPhases(ordered: readonly PhaseInOrder[], parts: PhaseParts): readonly PlannedPhase[] {
  const { strategy, disk, environmentOf } = parts;
  const brought = new Set<string>();
  return ordered.map(({ phase, resolved, reason }) => {
    const leftOut = strategy.leftOut.includes(phase.name);
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    const { planned, empty, sizes, price } = environmentOf(phase);
    const all = plannedSystem(phase, parts.system, brought);
    // What a left-out phase would have brought, the next one that needs it does.
    const system = leftOut ? { ...all, packages: [] } : all;
    for (const file of system.packages) brought.add(file.name);
    const run = plannedRun(phase, parts.manifest);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    const why = price === undefined ? reason : `${reason}; ${price}`;
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      environment: planned,
      distributions: sized([...own].sort()).map((one) => one.planned),
      system,
      run,
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut,
      sizes: stackSizes(
        [
          ...(system.packages.length > 0 ? [systemSizes(system.packages, disk)] : []),
          ...(leftOut ? [] : ownSizes(layerSizes(layers.map(sized), empty, disk), run, disk)),
        ],
        disk,
      ),
      reason: leftOut ? `left out: ${strategy.reason}` : why,
    };
  });
}

/** Its commands' layer goes on top of its packages'. */
function ownSizes(
  packages: readonly PhaseSizes[],
  run: PlannedRun | null,
  disk: DiskUse,
): readonly PhaseSizes[] {
  return run ? [...packages, runSizes(run.bytes, disk)] : packages;
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
