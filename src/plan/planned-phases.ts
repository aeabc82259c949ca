import type { Manifest } from "../manifest/manifest.ts";
import type { SystemResolution } from "../resolve/system/system-resolution.ts";
import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, PlannedDistribution, PlannedPhase } from "./plan.ts";
import { plannedRun, plannedSystem } from "./planned-system.ts";
import type { Strategy } from "./strategy.ts";
import { runSizes, systemSizes } from "./system-sizes.ts";

export interface PlannedSize extends SizedDistribution {
  readonly planned: PlannedDistribution;
}

/** What phases are made of besides their order and their Python packages' sizes. */
export interface PhaseParts {
  readonly manifest: Pick<Manifest, "workdir" | "env">;
  readonly system: SystemResolution;
  readonly strategy: Strategy;
  readonly disk: DiskUse;
}

/** Phases as they will be built: the first one that needs a distribution brings it, in the layers that the strategy chose. */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  sizes: ReadonlyMap<string, PlannedSize>,
  parts: PhaseParts,
): readonly PlannedPhase[] {
  const { strategy, disk } = parts;
  const brought = new Set<string>();
  return ordered.map(({ phase, resolved, reason }) => {
    const leftOut = strategy.leftOut.includes(phase.name);
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    const all = plannedSystem(phase, parts.system, brought);
    // What a left-out phase would have brought, the next one that needs it does.
    const system = leftOut ? { ...all, packages: [] } : all;
    for (const file of system.packages) brought.add(file.name);
    const run = plannedRun(phase, parts.manifest);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      distributions: sized([...own].sort()).map((one) => one.planned),
      system,
      run,
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut,
      sizes: stackSizes(
        inLayers(
          system.packages.length > 0 ? systemSizes(system.packages, disk) : undefined,
          layers.map((names) => phaseSizes(sized(names), disk)),
          run && !leftOut ? runSizes(run.bytes, disk) : undefined,
        ),
        disk,
      ),
      reason: leftOut ? `left out: ${strategy.reason}` : reason,
    };
  });
}

/** System packages first, commands last, each in a layer of its own. */
function inLayers(
  system: PhaseSizes | undefined,
  packages: readonly PhaseSizes[],
  run: PhaseSizes | undefined,
): readonly PhaseSizes[] {
  return [...(system ? [system] : []), ...packages, ...(run ? [run] : [])];
}
