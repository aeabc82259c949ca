import type { Phase } from "../manifest/manifest.ts";
import { compilesMuch } from "./judge-sources.ts";
import type { LeftOut } from "./left-out.ts";
import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PlannedDistribution, PlannedPhase, PlannedWheel, SourceBuild } from "./plan.ts";
import { type BuildMachine, predictSourceBuild } from "./source-build.ts";
import type { Strategy } from "./strategy.ts";

export interface PlannedSize extends SizedDistribution {
  readonly planned: PlannedDistribution;
}

/** What is known of phases and machine beside order and sizes. */
export interface PhaseFacts {
  /** How the engine keeps layers. */
  readonly disk: DiskUse;
  /** Phases that were left out before the disk was looked at. */
  readonly leftOut: readonly LeftOut[];
  readonly wheels: readonly (PlannedWheel & { readonly phase: string })[];
  /** Where phases are built; asked for only where something large is compiled. */
  readonly machine: BuildMachine | undefined;
}

/** Phases as they will be built: the first one that needs a distribution brings it, in the layers that the strategy chose. */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  sizes: ReadonlyMap<string, PlannedSize>,
  strategy: Strategy,
  facts: PhaseFacts,
): readonly PlannedPhase[] {
  const { disk } = facts;
  return ordered.map(({ phase, resolved, reason }) => {
    const whyOut = whyLeftOut(phase.name, strategy, facts);
    const wheel = whyOut === undefined ? facts.wheels.find((one) => one.phase === phase.name) : undefined;
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    const distributions = sized([...own].sort()).map((one) => one.planned);
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      distributions,
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut: whyOut !== undefined,
      wheel: wheel ? { distribution: wheel.distribution, url: wheel.url, chosenBy: wheel.chosenBy } : null,
      sourceBuild: sourceBuild(phase, distributions, facts.machine),
      sizes: stackSizes(
        layers.map((names) => phaseSizes(sized(names), disk)),
        disk,
      ),
      reason: whyOut === undefined ? reason : `left out: ${whyOut}`,
    };
  });
}

function whyLeftOut(phase: string, strategy: Strategy, { leftOut }: PhaseFacts): string | undefined {
  const known = leftOut.find((one) => one.phase === phase)?.reason;
  return known ?? (strategy.leftOut.includes(phase) ? strategy.reason : undefined);
}

function sourceBuild(
  phase: Phase,
  distributions: readonly PlannedDistribution[],
  machine: BuildMachine | undefined,
): SourceBuild | null {
  const sources = distributions.filter((one) => one.kind === "sdist");
  if (machine === undefined || sources.length === 0 || !compilesMuch(phase)) return null;
  const named = sources.map((one) => `${one.name} ${one.version}`);
  return { distributions: named, ...predictSourceBuild(machine) };
}
