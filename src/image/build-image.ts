import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports/ports.ts";
import { buildPhase } from "./build-phase.ts";
import { type BuildRun, type BuildRunJob, withBuildRun } from "./build-run.ts";
import type { BuiltImage, PhaseResult } from "./built-image.ts";
import { finishImage } from "./finish-image.ts";

interface BuildJob extends BuildRunJob {
  readonly manifest: Manifest;
  readonly sources: readonly string[];
}

/** Builds each phase on top of the previous layer. Reuses a finished layer when its inputs haven't changed. Moves no name. */
export async function buildImage(job: BuildJob, ports: Ports): Promise<BuiltImage> {
  const phases = await withBuildRun(job, ports, (build) => buildPhases(build, ports));
  const parent = phases.findLast((phase) => phase.imageId !== null)?.imageId ?? job.plan.base.imageId;
  const leftOut = phases.filter((phase) => phase.status === "left-out").map((phase) => phase.name);
  const image = await finishImage({ ...job, parent, leftOut }, ports);
  return {
    references: [],
    imageId: image.id,
    bytes: image.bytes,
    baseBytes: job.plan.base.bytes,
    phases,
    degraded: leftOut.length > 0,
  };
}

async function buildPhases(build: BuildRun, ports: Ports): Promise<readonly PhaseResult[]> {
  const before: PhaseResult[] = [];
  let parent = build.plan.base.imageId;
  for (const phase of build.plan.phases) {
    const result = await buildPhase({ build, phase, parent, before }, ports);
    before.push(result);
    parent = result.imageId ?? parent;
  }
  return before;
}
