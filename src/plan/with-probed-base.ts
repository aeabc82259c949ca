import { keptPins } from "../base/installed-distributions.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { targetTags, wheelTags } from "../python/target-tags.ts";
import type { SystemResolution } from "../resolve/system/system-resolution.ts";
import { phaseSizes } from "../sizes/phase-sizes.ts";
import type { DiskUse } from "../sizes/timeline.ts";
import { ConflictError } from "../text/errors.ts";
import { knownCudaBuilds } from "./judge/judge-cuda-builds.ts";
import { onStore } from "./on-store.ts";
import type { BuildablePlan, Plan, PlannedDistribution, PlannedPhase } from "./plan.ts";
import { plannedBase } from "./planned-base.ts";
import { plannedSystem } from "./planned-system.ts";
import { systemLayer } from "./system-sizes.ts";

/** The image that a plan from declared facts is to be built on, and what it really holds. */
interface ProbedImage {
  readonly manifest: Pick<Manifest, "keep">;
  readonly image: { readonly id: string; readonly bytes: number };
  readonly facts: BaseFacts;
  readonly system: SystemResolution;
  readonly disk: DiskUse;
}

/**
 * Puts a plan from declared facts onto the image that has now been probed. Other plans stay as they are. The
 * declared facts were compared with the image before. Undeclared facts must not contradict the plan either: the
 * plan may move no kept package, and the base's Python must take its wheels. The sizes of system packages are known
 * only now.
 * @throws ConflictError where the plan can't be built as it is; a plan made now can.
 */
export function withProbedBase(plan: Plan, { manifest, image, facts, system, disk }: ProbedImage): Plan {
  const { base } = plan;
  if (base.facts === "probed") return plan;
  const kept = keptPins(manifest.keep, facts);
  const contradictions = [...movedKept(plan, kept), ...unfitWheels(plan, facts)];
  if (contradictions.length > 0) {
    throw new ConflictError(
      `The plan was made without the base image, and ${base.reference}, now that it is here, doesn't go with it.`,
      {
        evidence: contradictions.join("\n"),
        remedy:
          "Plan again: the image is in the engine now, so that the plan is made with what it really holds.",
      },
    );
  }
  const phases = withSystem(plan.phases, system, disk);
  return {
    ...onStore({ ...plan, phases }, disk),
    findings: knownCudaBuilds(plan.findings, facts, optionalPhases(plan)),
    base: plannedBase({ reference: base.reference, imageId: image.id, bytes: image.bytes }, facts),
    cuda: plan.cuda || facts.cuda !== null,
    kept,
  };
}

function optionalPhases({ phases }: Plan): ReadonlySet<string> {
  return new Set(phases.filter((phase) => phase.optional).map((phase) => phase.name));
}

/** @throws Error for a plan that no build may get: what is built was read or made with the image. */
export function requireBuildable(plan: Plan): BuildablePlan {
  const { base } = plan;
  requireBuilds(plan);
  if (base.facts === "probed") return { ...plan, base };
  throw new Error(`the plan of ${plan.name} knows no image to build on`);
}

/** @throws ConflictError where a source would be built with what nobody has looked at. */
function requireBuilds({ phases }: Plan): void {
  const built = phases.filter((phase) => !phase.leftOut).flatMap((phase) => phase.distributions);
  const unknown = built.filter((one) => one.kind === "sdist" && one.build === undefined);
  if (unknown.length === 0) return;
  const named = unknown.map(({ name, version }) => `${name} ${version}`).join(", ");
  throw new ConflictError(`The plan doesn't say what these sources are built with: ${named}.`, {
    remedy: "Plan again where the base image is at hand: only there a source's build can be asked.",
  });
}

/** Distributions that are installed into the base's own environment. */
function sharedDistributions(plan: Plan): readonly PlannedDistribution[] {
  return plan.phases
    .filter((phase) => phase.environment === null && !phase.leftOut)
    .flatMap((phase) => phase.distributions);
}

function movedKept(plan: Plan, kept: readonly string[]): readonly string[] {
  const pins = new Map(kept.map((pin) => [pin.slice(0, pin.indexOf("==")), pin]));
  return sharedDistributions(plan).flatMap(({ name, version }) => {
    const pin = pins.get(normaliseName(name));
    return pin === undefined || pin === `${name}==${version}`
      ? []
      : [
          `the plan would move ${pin}, which \`keep\` protects, to ${version}: declare it in \`base.provides\``,
        ];
  });
}

function unfitWheels(plan: Plan, facts: BaseFacts): readonly string[] {
  const tags = new Set(targetTags(facts.python));
  const wheels = plan.phases.flatMap((phase) => phase.distributions).filter((one) => one.kind === "wheel");
  return wheels
    .filter(({ file }) => !wheelTags(file.name).some((tag) => tags.has(tag)))
    .map(({ file }) => `the base's Python doesn't take the wheel ${file.name}`);
}

/** Phases with the packages that apt names, each brought by the first that needs it. */
function withSystem(
  phases: readonly PlannedPhase[],
  system: SystemResolution,
  disk: DiskUse,
): readonly PlannedPhase[] {
  const brought = new Set<string>();
  return phases.map((phase) => {
    if (phase.leftOut) return phase;
    const planned = plannedSystem({ name: phase.name, system_packages: phase.system.asked }, system, brought);
    for (const file of planned.packages) brought.add(file.name);
    if (planned.packages.length === 0) return { ...phase, system: planned };
    const layer = systemLayer(planned.packages);
    const layers = [layer.onDisk, ...phase.disk];
    const sizes = phaseSizes([layer.sizes, phase.sizes], layers, disk);
    return { ...phase, system: planned, disk: layers, sizes };
  });
}
