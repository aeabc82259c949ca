import type { Phase } from "../manifest/manifest.ts";
import { compilesMuch } from "./judge-sources.ts";
import type { LeftOut } from "./left-out.ts";
import type { MeasuredEnvironment } from "./measure-environments.ts";
import type { DiskUse } from "./peak.ts";
import { phaseSizes, type SizedDistribution, stackSizes } from "./phase-sizes.ts";
import type { PhaseInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, PlannedDistribution, PlannedPhase, PlannedWheel, SourceBuild } from "./plan.ts";
import { type BuildMachine, predictSourceBuild } from "./source-build.ts";
import type { Strategy } from "./strategy.ts";

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

/**
 * Phases as they will be built: the first one of an environment that needs a distribution brings it, in the layers that the
 * strategy chose.
 */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  environmentOf: (phase: Phase) => MeasuredEnvironment,
  strategy: Strategy,
  facts: PhaseFacts,
): readonly PlannedPhase[] {
  return ordered.map(({ phase, resolved, reason }) => {
    const whyOut = whyLeftOut(phase.name, strategy, facts);
    const leftOut = whyOut !== undefined;
    const layers = strategy.layers[phase.name] ?? [];
    const own = layers.flat();
    const { planned, empty, sizes, price } = environmentOf(phase);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    const distributions = sized([...own].sort()).map((one) => one.planned);
    const why = price === undefined ? reason : `${reason}; ${price}`;
    return {
      name: phase.name,
      packages: phase.packages,
      imports: phase.imports,
      optional: phase.optional,
      environment: planned,
      distributions,
      shared: [...resolved.provided, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      leftOut,
      wheel: leftOut ? null : plannedWheel(phase, facts),
      sourceBuild: sourceBuild(phase, distributions, facts.machine),
      sizes: stackSizes(leftOut ? [] : layerSizes(layers.map(sized), empty, facts.disk), facts.disk),
      reason: leftOut ? `left out: ${whyOut}` : why,
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

function whyLeftOut(phase: string, strategy: Strategy, { leftOut }: PhaseFacts): string | undefined {
  const known = leftOut.find((one) => one.phase === phase)?.reason;
  return known ?? (strategy.leftOut.includes(phase) ? strategy.reason : undefined);
}

function plannedWheel({ name }: Phase, { wheels }: PhaseFacts): PlannedWheel | null {
  const wheel = wheels.find((one) => one.phase === name);
  return wheel ? { distribution: wheel.distribution, url: wheel.url, chosenBy: wheel.chosenBy } : null;
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
