import { keptPins } from "../base/installed-distributions.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import { CONTAINER_BYTES, type DiskUse, TOOLS_BYTES } from "../sizes/peak.ts";
import { totalSizes } from "../sizes/phase-sizes.ts";
import type { PhaseSizes } from "../sizes/planned-sizes.ts";
import type { Distribution, Resolution } from "../wheels/resolution.ts";
import { baseRemarks, declaredRemarks } from "./base-remarks.ts";
import { absentNames } from "./guards/absent-names.ts";
import type { Finding } from "./guards/finding.ts";
import { guardedEnvironments } from "./guards/guarded-environment.ts";
import { runGuards } from "./guards/run-guards.ts";
import {
  type LearnedEnvironments,
  type MeasuredEnvironment,
  measureEnvironments,
} from "./measure-environments.ts";
import { type PhaseInOrder, phasesInOrder } from "./order/phases-in-order.ts";
import type { Plan, PlannedPhase, Verdict } from "./plan.ts";
import { sortFindings, sourceBuilds } from "./plan-findings.ts";
import { type BaseImage, plannedBase } from "./planned-base.ts";
import { type PhaseFacts, plannedPhases } from "./planned-phases.ts";
import { systemNeeds, systemPhase } from "./planned-system.ts";
import type { Arrangement } from "./strategy/arrangement.ts";
import type { Piece } from "./strategy/split-layers.ts";
import { chooseStrategy, keptStrategy, type Strategy } from "./strategy/strategy.ts";
import { systemPieces } from "./system-sizes.ts";

export interface PlanFacts extends LearnedEnvironments, PhaseFacts {
  /** `sha256:…` of the manifest. */
  readonly manifestDigest: string;
  readonly base: BaseImage;
  /** Free bytes of the file system behind the engine's data root; undefined where they can't be measured. */
  readonly freeBytes: number | undefined;
  readonly createdAt: Date;
  /** What was found before sizes were known. */
  readonly findings: readonly Finding[];
  /** How an earlier build began it, where that is to be gone on with. */
  readonly arrangement?: Arrangement;
}

/** Phases in order, with what each installs and needs on disk, and whether all of it fits. */
export function makePlan(manifest: Manifest, resolution: Resolution, facts: PlanFacts): Plan {
  const environmentOf = measureEnvironments(manifest, resolution, facts);
  const { ordered: declared, constraints } = phasesInOrder(manifest, resolution, (phase, name) =>
    blocksOf(environmentOf(phase), name),
  );
  const ordered = [...systemPhase(manifest), ...declared];
  const strategy = strategyFor(ordered, environmentOf, manifest, facts);
  const phases = plannedPhases(ordered, environmentOf, { ...facts, manifest, strategy });
  const sizes = phases.map((phase) => phase.sizes);
  const totals = totalSizes(sizes, facts.disk);
  return {
    schema: 1,
    name: manifest.name,
    createdAt: facts.createdAt.toISOString(),
    manifestDigest: facts.manifestDigest,
    base: plannedBase(facts.base, resolution.base, declaredRemarks(manifest, facts.base.reference, phases)),
    cuda: resolution.base.cuda !== null || allDistributions(resolution).some(bringsCuda),
    bytecode: manifest.image.bytecode,
    kept: keptPins(manifest.keep, resolution.base),
    phases,
    constraints,
    totals,
    verdict: judge(strategy, totals, facts.freeBytes, manifest.disk.reserve),
    findings: sortFindings([
      ...facts.findings,
      ...runGuards(guardedEnvironments(manifest, resolution)),
      ...absentNames(manifest, resolution),
      ...sourceBuilds(phases),
    ]),
    warnings: warnings(facts.base.reference, phases, manifest.image.strip, resolution),
  };
}

function blocksOf({ sizes }: MeasuredEnvironment, distribution: string): number {
  return sizes.get(distribution)?.planned.blockBytes ?? 0;
}

function pieceOf(environment: MeasuredEnvironment, name: string, { keepsCompressed }: DiskUse): Piece {
  const kept = keepsCompressed ? (environment.sizes.get(name)?.measured.compressed ?? 0) : 0;
  return { name, bytes: blocksOf(environment, name), kept: Math.round(kept) };
}

/** How what isn't left out already is brought onto the disk. */
function strategyFor(
  ordered: readonly PhaseInOrder[],
  environmentOf: (phase: Phase) => MeasuredEnvironment,
  manifest: Manifest,
  facts: PlanFacts,
): Strategy {
  const leftOut = new Set(facts.leftOut.map((one) => one.phase));
  const planned = ordered.filter(({ phase }) => !leftOut.has(phase.name));
  const phases = planned.map(({ phase, resolved }) => ({
    name: phase.name,
    optional: phase.optional,
    environment: environmentOf(phase).planned?.path,
    needs: resolved.needs.map((name) => pieceOf(environmentOf(phase), name, facts.disk)),
    system: systemPieces(systemNeeds(phase.name, facts.system), facts.disk),
    runBytes: phase.run_size ?? 0,
    runKept: facts.disk.keepsCompressed ? (phase.run_size ?? 0) : 0,
  }));
  const room = {
    // Where it isn't known, nothing is split or left out for it.
    freeBytes: facts.freeBytes ?? Number.MAX_SAFE_INTEGER,
    reserveBytes: manifest.disk.reserve,
    overheadBytes: TOOLS_BYTES + CONTAINER_BYTES,
    maxLayerBytes: manifest.image.max_layer,
  };
  const kept = facts.arrangement && keptStrategy(phases, room, facts.arrangement);
  return kept ?? chooseStrategy(phases, room);
}

function allDistributions({ distributions, isolated }: Resolution): readonly Distribution[] {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)];
}

/** NVIDIA's own wheels, or a local version such as `+cu128`. */
function bringsCuda(one: Distribution): boolean {
  return one.name.startsWith("nvidia-") || /\+cu\d/.test(one.version);
}

function judge(
  { kind, ...strategy }: Strategy,
  totals: PhaseSizes,
  freeBytes: number | undefined,
  reserveBytes: number,
): Verdict {
  const neededBytes = kind === "refused" ? Math.max(strategy.neededBytes, totals.peak) : totals.peak;
  const numbers = { neededBytes, reserveBytes, strategy: kind };
  if (freeBytes === undefined) {
    return { fits: null, ...numbers, freeBytes: null, reason: "the engine's disk isn't known" };
  }
  const fits = kind !== "refused" && neededBytes + reserveBytes <= freeBytes;
  return { fits, ...numbers, freeBytes, reason: strategy.reason };
}

function warnings(
  base: string,
  phases: readonly PlannedPhase[],
  strip: readonly string[],
  resolution: Resolution,
): readonly string[] {
  const estimated = phases.flatMap((phase) =>
    phase.distributions.filter((one) => one.sizeSource === "ratio" || one.sizeSource === "listed"),
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
    ...baseRemarks(resolution.base),
    ...resolution.remarks,
  ];
}

/** Nobody knows what a program leaves before it has run. */
function unknownRun(phase: PlannedPhase): readonly string[] {
  if (!phase.run || phase.run.bytes !== null || phase.leftOut) return [];
  return [
    `What the commands of phase ${phase.name} leave in the image is unknown and not in these numbers; \`run_size: 2GB\` in the phase says it.`,
  ];
}
