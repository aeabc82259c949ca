import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Distribution, Resolution } from "../resolve/resolution.ts";
import { foldersBlocks } from "./folders.ts";
import type { Finding } from "./guards/finding.ts";
import { sharedEnvironment } from "./guards/guarded-environment.ts";
import { runGuards } from "./guards/run-guards.ts";
import type { LearnedSizes } from "./learned-size.ts";
import { measureDistribution } from "./measure-distribution.ts";
import { CONTAINER_BYTES, TOOLS_BYTES } from "./peak.ts";
import { totalSizes } from "./phase-sizes.ts";
import { type PhaseInOrder, phasesInOrder } from "./phases-in-order.ts";
import type { PhaseSizes, Plan, PlannedPhase, Verdict } from "./plan.ts";
import { inOrder, sourceBuilds } from "./plan-findings.ts";
import { type PhaseFacts, type PlannedSize, plannedPhases } from "./planned-phases.ts";
import { chooseStrategy, type Strategy } from "./strategy.ts";

export interface PlanFacts extends PhaseFacts {
  /** `sha256:…` of the manifest. */
  readonly manifestDigest: string;
  readonly base: { readonly reference: string; readonly imageId: string; readonly bytes: number };
  /** Free bytes of the file system behind the engine's data root. */
  readonly freeBytes: number;
  readonly createdAt: Date;
  /** What earlier builds saw. */
  readonly learned: LearnedSizes;
  /** What was found before sizes were known. */
  readonly findings: readonly Finding[];
}

/** Phases in order, with what each installs and needs on disk, and whether all of it fits. */
export function makePlan(manifest: Manifest, resolution: Resolution, facts: PlanFacts): Plan {
  const sizes = new Map(
    resolution.distributions.map((one) => [one.name, sized(one, manifest, resolution, facts)]),
  );
  const blocksOf = (name: string) => sizes.get(name)?.planned.blockBytes ?? 0;
  const { ordered, constraints } = phasesInOrder(manifest, resolution, blocksOf);
  const strategy = strategyFor(ordered, blocksOf, manifest, facts);
  const phases = plannedPhases(ordered, sizes, strategy, facts);
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
    cuda: resolution.base.cuda !== null || resolution.distributions.some(bringsCuda),
    bytecode: manifest.image.bytecode,
    kept: keptDistributions(manifest, resolution),
    phases,
    constraints,
    totals,
    verdict: judge(strategy, totals, facts.freeBytes, manifest.disk.reserve),
    findings: inOrder([
      ...facts.findings,
      ...runGuards(sharedEnvironment(manifest, resolution)),
      ...sourceBuilds(phases),
    ]),
    warnings: warnings(facts.base.reference, phases),
  };
}

/** How what isn't left out already is brought onto the disk. */
function strategyFor(
  ordered: readonly PhaseInOrder[],
  blocksOf: (distribution: string) => number,
  manifest: Manifest,
  facts: PlanFacts,
): Strategy {
  const leftOut = new Set(facts.leftOut.map((one) => one.phase));
  const planned = ordered.filter(({ phase }) => !leftOut.has(phase.name));
  return chooseStrategy(
    planned.map(({ phase, resolved }) => ({
      name: phase.name,
      optional: phase.optional,
      needs: resolved.needs.map((name) => ({ name, bytes: blocksOf(name) })),
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

function sized(one: Distribution, manifest: Manifest, resolution: Resolution, facts: PlanFacts): PlannedSize {
  const measured = measureDistribution(one, {
    python: resolution.base.python,
    bytecode: manifest.image.bytecode,
    learned: facts.learned.get(one.file.sha256),
  });
  const planned = {
    name: one.name,
    version: one.version,
    kind: one.kind,
    file: { url: one.file.url, name: one.file.name, sha256: one.file.sha256, bytes: one.file.bytes ?? null },
    installedBytes: measured.files.bytes + measured.bytecode.bytes,
    bytecodeBytes: measured.bytecode.bytes,
    blockBytes: measured.files.blocks + measured.bytecode.blocks + foldersBlocks(measured.folders),
    marginBytes: measured.margin,
    sizeSource: measured.sizeSource,
    bytecodeSource: measured.bytecodeSource,
  };
  return { planned, download: one.file.bytes, measured };
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

function warnings(base: string, phases: readonly PlannedPhase[]): readonly string[] {
  const estimated = phases.flatMap((phase) =>
    phase.distributions.filter((one) => one.sizeSource === "ratio"),
  );
  return [
    ...(base.includes("@sha256:")
      ? []
      : [`The base ${base} is named by a tag, which can move; a digest (name@sha256:…) can't.`]),
    ...estimated.map((one) => `${one.name} ${one.version} exists only as source: its size is an estimate.`),
  ];
}
