import type { LeftOutPhase } from "../manifest/left-out-phase.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { SystemResolution } from "../resolve/system/system-resolution.ts";
import { type LayerSizes, layerSizes, type SizedDistribution, stackSizes } from "../sizes/phase-sizes.ts";
import type { DiskUse } from "../sizes/timeline.ts";
import { compilesMuch } from "./judge/judge-source-builds.ts";
import type { MeasuredEnvironment } from "./measure-environments.ts";
import type { PhaseInOrder } from "./order/phases-in-order.ts";
import type { PlannedDistribution, PlannedPhase, PlannedRun, PlannedWheel, SourceBuild } from "./plan.ts";
import { plannedRun, plannedSystem } from "./planned-system.ts";
import { type BuildMachine, predictSourceBuild } from "./source-build.ts";
import type { Arrangement } from "./strategy/arrangement.ts";
import { runLayer, systemLayer } from "./system-sizes.ts";

/** What is known of phases and machine beside order and sizes. */
export interface PhaseFacts {
  /** How the engine keeps layers. */
  readonly disk: DiskUse;
  /** Phases that were left out before the disk was looked at. */
  readonly leftOut: readonly LeftOutPhase[];
  readonly wheels: readonly (PlannedWheel & { readonly phase: string })[];
  /** Where phases are built; asked for only where something large is compiled. */
  readonly machine: BuildMachine | undefined;
  /** What the manifest's system packages come to. */
  readonly system: SystemResolution;
}

/** What phases are made of besides their order and sizes. */
interface PhaseParts extends PhaseFacts {
  readonly manifest: Pick<Manifest, "workdir" | "env">;
  readonly arrangement: Omit<Arrangement, "kind">;
}

/**
 * Phases as they will be built: the first one of an environment that needs a distribution brings it, in the layers that the
 * strategy chose.
 */
export function plannedPhases(
  ordered: readonly PhaseInOrder[],
  environmentOf: (phase: Phase) => MeasuredEnvironment,
  facts: PhaseParts,
): readonly PlannedPhase[] {
  const { arrangement, disk, manifest } = facts;
  const brought = new Set<string>();
  return ordered.map(({ phase, resolved, reason }) => {
    const whyOut = whyLeftOut(phase.name, facts);
    const leftOut = whyOut !== undefined;
    const layers = arrangement.layers[phase.name] ?? [];
    const own = layers.flat();
    const { planned, empty, sizes, isolationCost } = environmentOf(phase);
    const all = plannedSystem(phase, facts.system, brought);
    // What a left-out phase would have brought, the next one that needs it does.
    const system = leftOut ? { ...all, packages: [] } : all;
    for (const file of system.packages) brought.add(file.name);
    const run = plannedRun(phase, manifest);
    const sized = (names: readonly string[]) => names.flatMap((name) => sizes.get(name) ?? []);
    const installed = sized([...own].sort());
    const distributions = installed.map((one) => one.planned);
    const compiled = installed.filter((one) => one.compiles).map((one) => one.planned);
    const why = isolationCost === undefined ? reason : `${reason}; ${isolationCost}`;
    const made = [
      ...(system.packages.length > 0 ? [systemLayer(system.packages)] : []),
      ...(leftOut ? [] : madeLayers(layers.map(sized), empty, run)),
    ];
    return {
      name: phase.name,
      packages: phase.packages.map((one) => one.text),
      imports: phase.imports,
      optional: phase.optional,
      environment: planned,
      distributions,
      system,
      run,
      shared: [...resolved.satisfied, ...resolved.needs.filter((name) => !own.includes(name))].sort(),
      layers,
      disk: made.map((one) => one.onDisk),
      leftOut,
      wheel: leftOut ? null : plannedWheel(phase, facts),
      sourceBuild: sourceBuild(phase, compiled, facts.machine),
      sizes: stackSizes(made, disk),
      reason: leftOut ? `left out: ${whyOut}` : why,
    };
  });
}

/** The first layer makes the environment, also where nothing is installed into it. The commands' layer goes on top. */
function madeLayers(
  layers: readonly (readonly SizedDistribution[])[],
  empty: readonly SizedDistribution[],
  run: PlannedRun | null,
): readonly LayerSizes[] {
  const [first = [], ...rest] = layers;
  const made = [...empty, ...first];
  const packages = (made.length === 0 ? rest : [made, ...rest]).map((layer) => layerSizes(layer));
  return run ? [...packages, runLayer(run.bytes)] : packages;
}

function whyLeftOut(phase: string, { leftOut, arrangement }: PhaseParts): string | undefined {
  const known = leftOut.find((one) => one.phase === phase)?.reason;
  return known ?? (arrangement.leftOut.includes(phase) ? arrangement.reason : undefined);
}

function plannedWheel({ name }: Phase, { wheels }: PhaseFacts): PlannedWheel | null {
  const wheel = wheels.find((one) => one.phase === name);
  return wheel ? { distribution: wheel.distribution, url: wheel.url, chosenBy: wheel.chosenBy } : null;
}

function sourceBuild(
  phase: Phase,
  compiled: readonly PlannedDistribution[],
  machine: BuildMachine | undefined,
): SourceBuild | null {
  if (machine === undefined || compiled.length === 0 || !compilesMuch(phase)) return null;
  const named = compiled.map((one) => `${one.name} ${one.version}`);
  return { distributions: named, ...predictSourceBuild(machine) };
}
