import { keptPins } from "../base/installed-distributions.ts";
import type { KeptFiles } from "../base/kept-files.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import { totalSizes } from "../sizes/phase-sizes.ts";
import type { PhaseSizes } from "../sizes/planned-sizes.ts";
import type { Distribution, Resolution } from "../wheels/resolution.ts";
import { adviceFindings } from "./advice-findings.ts";
import { baseRemarks, declaredRemarks } from "./base-remarks.ts";
import { type CollidedEnvironment, collidedEnvironment } from "./clashes/environment-collisions.ts";
import { judgeClashes } from "./clashes/judge-clashes.ts";
import { absentNames } from "./guards/absent-names.ts";
import type { Finding } from "./guards/finding.ts";
import { guardedEnvironments } from "./guards/guarded-environment.ts";
import { proposedImports } from "./guards/imports/capability-imports.ts";
import { runGuards } from "./guards/run-guards.ts";
import {
  type LearnedEnvironments,
  type MeasuredEnvironment,
  measureEnvironments,
} from "./measure-environments.ts";
import { type PhaseInOrder, phasesInOrder } from "./order/phases-in-order.ts";
import type { Plan, PlannedPhase, Verdict } from "./plan.ts";
import { otherTorchBuilds, sortFindings, sourceBuilds } from "./plan-findings.ts";
import { type BaseImage, plannedBase } from "./planned-base.ts";
import { type PhaseFacts, plannedPhases } from "./planned-phases.ts";
import { systemPhase } from "./planned-system.ts";
import { sourceRemark } from "./source-remarks.ts";
import type { Arrangement } from "./strategy/arrangement.ts";
import { isArrangementOf } from "./strategy/candidates.ts";
import { chooseStrategy, type Strategy } from "./strategy/strategy.ts";

export interface PlanFacts extends LearnedEnvironments, PhaseFacts {
  /** `sha256:…` of the manifest. */
  readonly manifestDigest: string;
  readonly base: BaseImage;
  /** Free bytes of the file system behind the engine's data root; undefined where they can't be measured. */
  readonly freeBytes: number | undefined;
  readonly createdAt: Date;
  /** What was found before sizes were known. */
  readonly findings: readonly Finding[];
  /** What kept packages of the base have where phases bring something. */
  readonly keptFiles: readonly KeptFiles[];
  /** How an earlier build began it, where that is to be gone on with. */
  readonly arrangement?: Arrangement;
}

/** Phases in order, with what each installs and needs on disk, and whether all of it fits. */
export function makePlan(manifest: Manifest, resolution: Resolution, facts: PlanFacts): Plan {
  const { parts, constraints } = partsOf(manifest, resolution, facts);
  const strategy = strategyFor(parts);
  const phases = phasesAs(strategy, parts);
  const { clashes, findings, without } = judgeClashes(manifest, phases, parts.collidedOf);
  if (without) return makePlan(manifest, resolution, { ...facts, leftOut: [...facts.leftOut, without] });
  const totals = totalSizes(phases, facts.disk);
  const environments = guardedEnvironments(manifest, resolution);
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
    ...{ constraints, clashes },
    disk: facts.disk,
    totals,
    verdict: judge(strategy, totals, facts.freeBytes, manifest.disk.reserve),
    findings: sortFindings([
      ...[...facts.findings, ...findings],
      ...runGuards(environments),
      ...absentNames(manifest, resolution),
      ...proposedImports(manifest, resolution),
      ...sourceBuilds(phases),
      ...otherTorchBuilds(phases, environments),
      ...adviceFindings(resolution.advice),
    ]),
    warnings: warnings(facts, phases, manifest.image.strip, resolution),
  };
}

function blocksOf({ sizes }: MeasuredEnvironment, distribution: string): number {
  return sizes.get(distribution)?.planned.blockBytes ?? 0;
}

/** What the phases are made of, however they are brought onto the disk. */
interface Parts {
  readonly manifest: Manifest;
  readonly facts: PlanFacts;
  readonly ordered: readonly PhaseInOrder[];
  readonly environmentOf: (phase: Pick<Phase, "name">) => MeasuredEnvironment;
  readonly collidedOf: (phase: Pick<Phase, "name">) => CollidedEnvironment;
}

function partsOf(manifest: Manifest, resolution: Resolution, facts: PlanFacts) {
  const environmentOf = measureEnvironments(manifest, resolution, facts);
  const base = { purelib: resolution.base.python.purelib, kept: facts.keptFiles };
  const collided = new Map<MeasuredEnvironment, CollidedEnvironment>();
  const collidedOf: Parts["collidedOf"] = (phase) => {
    const environment = environmentOf(phase);
    const known = collided.get(environment) ?? collidedEnvironment(environment, base);
    collided.set(environment, known);
    return known;
  };
  const { ordered: declared, constraints } = phasesInOrder(manifest, resolution, (phase, name) =>
    blocksOf(environmentOf(phase), name),
  );
  const ordered = [...systemPhase(manifest), ...declared];
  const parts: Parts = { manifest, facts, ordered, environmentOf, collidedOf };
  return { parts, constraints };
}

function phasesAs(arrangement: Omit<Arrangement, "kind">, parts: Parts): readonly PlannedPhase[] {
  const { ordered, environmentOf, facts, manifest } = parts;
  return plannedPhases(ordered, environmentOf, { ...facts, manifest, arrangement });
}

/** How what isn't left out already is brought onto the disk. */
function strategyFor(parts: Parts): Strategy {
  const { ordered, environmentOf, collidedOf, facts, manifest } = parts;
  const leftOut = new Set(facts.leftOut.map((one) => one.phase));
  const planned = ordered.filter(({ phase }) => !leftOut.has(phase.name));
  const phases = planned.map(({ phase, resolved }) => ({
    name: phase.name,
    optional: phase.optional,
    environment: environmentOf(phase).planned?.path,
    needs: resolved.needs.map((name) => ({
      name,
      bytes: blocksOf(environmentOf(phase), name),
      group: collidedOf(phase).groupOf(name),
    })),
  }));
  const { arrangement } = facts;
  if (arrangement && isArrangementOf(arrangement, phases)) {
    const names = new Set(phases.map((one) => one.name));
    return { ...arrangement, leftOut: arrangement.leftOut.filter((name) => names.has(name)) };
  }
  const room = {
    // Where it isn't known, nothing is split or left out for it.
    freeBytes: facts.freeBytes ?? Number.MAX_SAFE_INTEGER,
    reserveBytes: manifest.disk.reserve,
    maxLayerBytes: manifest.image.max_layer,
  };
  return chooseStrategy(phases, room, (candidate) => {
    const asked = phasesAs({ ...candidate, reason: "" }, parts);
    return totalSizes(asked, facts.disk).peak;
  });
}

function allDistributions({ distributions, isolated }: Resolution): readonly Distribution[] {
  return [...distributions, ...isolated.flatMap((one) => one.distributions)];
}

/** NVIDIA's own wheels, or a local version such as `+cu128`. */
function bringsCuda(one: Distribution): boolean {
  return one.name.startsWith("nvidia-") || /\+cu\d/.test(one.version);
}

function judge(
  { kind, reason }: Strategy,
  { peak: neededBytes }: PhaseSizes,
  freeBytes: number | undefined,
  reserveBytes: number,
): Verdict {
  const numbers = { neededBytes, reserveBytes, strategy: kind };
  if (freeBytes === undefined) {
    return { fits: null, ...numbers, freeBytes: null, reason: "the engine's disk isn't known" };
  }
  const fits = kind !== "refused" && neededBytes + reserveBytes <= freeBytes;
  return { fits, ...numbers, freeBytes, reason };
}

function warnings(
  { base: { reference: base } }: PlanFacts,
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
    ...estimated.map((one) => {
      const elsewhere = resolution.advice.flatMap(
        (each) => each.elsewhere.find(({ name }) => name === one.name) ?? [],
      );
      return sourceRemark(one, elsewhere[0], resolution.base.python.version);
    }),
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
