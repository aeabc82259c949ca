import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { Distribution, Resolution } from "../resolve/resolution.ts";
import type { SystemResolution } from "../resolve/system/system-resolution.ts";
import { guardedEnvironments } from "./guards/guarded-environment.ts";
import { runGuards } from "./guards/run-guards.ts";
import { type LearnedEnvironments, measureEnvironments } from "./measure-environments.ts";
import { CONTAINER_BYTES, type DiskUse, TOOLS_BYTES } from "./peak.ts";
import { totalSizes } from "./phase-sizes.ts";
import { type PhaseInOrder, phasesInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, Plan, PlannedPhase, Verdict } from "./plan.ts";
import { plannedPhases } from "./planned-phases.ts";
import { systemNeeds, systemPhase } from "./planned-system.ts";
import { chooseStrategy, type Strategy } from "./strategy.ts";
import { systemPieces } from "./system-sizes.ts";

export interface PlanFacts extends LearnedEnvironments {
  /** `sha256:…` of the manifest. */
  readonly manifestDigest: string;
  readonly base: { readonly reference: string; readonly imageId: string; readonly bytes: number };
  /** Free bytes of the file system behind the engine's data root. */
  readonly freeBytes: number;
  readonly createdAt: Date;
  /** How the engine keeps layers. */
  readonly disk: DiskUse;
  /** What the manifest's system packages come to. */
  readonly system: SystemResolution;
}

/** Phases in order, with what each installs and needs on disk, and whether all of it fits. */
export function makePlan(manifest: Manifest, resolution: Resolution, facts: PlanFacts): Plan {
  const environmentOf = measureEnvironments(manifest, resolution, facts);
  const blocksOf = (phase: Phase, name: string) =>
    environmentOf(phase).sizes.get(name)?.planned.blockBytes ?? 0;
  const { ordered: declared, constraints } = phasesInOrder(manifest, resolution, blocksOf);
  const ordered = [...systemPhase(manifest), ...declared];
  const strategy = strategyOf(ordered, { environmentOf, blocksOf }, manifest, facts);
  const phases = plannedPhases(ordered, { manifest, environmentOf, strategy, ...facts });
  const totals = totalSizes(
    phases.map((phase) => phase.sizes),
    facts.disk,
  );
  return {
    schema: 1,
    name: manifest.name,
    createdAt: facts.createdAt.toISOString(),
    manifestDigest: facts.manifestDigest,
    base: {
      ...facts.base,
      python: resolution.base.python.version,
      interpreter: resolution.base.python.executable,
      purelib: resolution.base.python.purelib,
    },
    cuda: resolution.base.cuda !== null || allDistributions(resolution).some(bringsCuda),
    bytecode: manifest.image.bytecode,
    kept: keptDistributions(manifest, resolution),
    phases,
    constraints,
    totals,
    verdict: judge(strategy, totals, facts.freeBytes, manifest.disk.reserve),
    findings: runGuards(guardedEnvironments(manifest, resolution)),
    warnings: warnings(facts.base.reference, phases, manifest.image.strip),
  };
}

function allDistributions({ distributions, isolated }: Resolution): readonly Distribution[] {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)];
}

interface Measures {
  readonly environmentOf: ReturnType<typeof measureEnvironments>;
  readonly blocksOf: (phase: Phase, distribution: string) => number;
}

function strategyOf(
  ordered: readonly PhaseInOrder[],
  { environmentOf, blocksOf }: Measures,
  manifest: Manifest,
  facts: PlanFacts,
): Strategy {
  return chooseStrategy(
    ordered.map(({ phase, resolved }) => ({
      name: phase.name,
      optional: phase.optional,
      environment: environmentOf(phase).planned?.path,
      needs: resolved.needs.map((name) => ({ name, bytes: blocksOf(phase, name) })),
      system: systemPieces(systemNeeds(phase.name, facts.system)),
      runBytes: phase.run_size ?? 0,
    })),
    {
      freeBytes: facts.freeBytes,
      reserveBytes: manifest.disk.reserve,
      overheadBytes: TOOLS_BYTES + CONTAINER_BYTES,
      maxLayerBytes: manifest.image.max_layer,
    },
  );
}

/** NVIDIA's own wheels, or a local version such as `+cu128`. */
function bringsCuda(one: Distribution): boolean {
  return one.name.startsWith("nvidia-") || /\+cu\d/.test(one.version);
}

function judge(strategy: Strategy, totals: PhaseSizes, freeBytes: number, reserveBytes: number): Verdict {
  const neededBytes = strategy.kind === "refused" ? Math.max(strategy.neededBytes, totals.peak) : totals.peak;
  return {
    fits: strategy.kind !== "refused" && neededBytes + reserveBytes <= freeBytes,
    ...{ neededBytes, freeBytes, reserveBytes, strategy: strategy.kind, reason: strategy.reason },
  };
}

function keptDistributions(manifest: Manifest, resolution: Resolution): readonly string[] {
  const kept = new Set(manifest.keep);
  return resolution.base.distributions.flatMap((one) =>
    one.version !== null && kept.has(normaliseName(one.name))
      ? [`${normaliseName(one.name)}==${one.version}`]
      : [],
  );
}

function warnings(
  base: string,
  phases: readonly PlannedPhase[],
  strip: readonly string[],
): readonly string[] {
  const estimated = phases.flatMap((phase) =>
    phase.distributions.filter((one) => one.sizeSource === "ratio"),
  );
  return [
    ...(base.includes("@sha256:")
      ? []
      : [`The base ${base} is named by a tag, which can move; a digest (name@sha256:…) can't.`]),
    ...phases.flatMap(unknownRun),
    ...estimated.map((one) => `${one.name} ${one.version} exists only as source: its size is an estimate.`),
    ...(strip.length > 0
      ? [
          `What \`image.strip\` takes out (${strip.join(", ")}) is not counted: layers will be smaller than planned, their installation as large.`,
        ]
      : []),
  ];
}

/** Nobody knows what a program leaves before it has run. */
function unknownRun(phase: PlannedPhase): readonly string[] {
  if (!phase.run || phase.run.bytes !== null || phase.leftOut) return [];
  return [
    `What the commands of phase ${phase.name} leave in the image is unknown and not in these numbers; \`run_size: 2GB\` in the phase says it.`,
  ];
}
