import type { Manifest } from "../manifest/manifest.ts";
import type { Image } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { buildPhase } from "./build-phase.ts";
import { type BuildRun, type BuildRunJob, withBuildRun } from "./build-run.ts";
import type { BuiltImage, PhaseResult } from "./built-image.ts";
import { finishImage } from "./finish-image.ts";
import { needingLayer } from "./layers/layer-gone.ts";
import { remainingPhases } from "./layers/lost-layers.ts";

interface BuildJob extends BuildRunJob {
  readonly manifest: Manifest;
  readonly sources: readonly string[];
}

/** Builds each phase on top of the previous layer. Reuses a finished layer when its inputs haven't changed. Moves no name. */
export async function buildImage(job: BuildJob, ports: Ports): Promise<BuiltImage> {
  const { phases, image } = await withBuildRun(job, ports, (build) => makeImage({ ...job, ...build }, ports));
  return {
    references: [],
    imageId: image.id,
    bytes: image.bytes,
    baseBytes: job.plan.base.bytes,
    phases,
    degraded: phases.some((phase) => phase.status === "left-out"),
  };
}

interface Built {
  readonly phases: readonly PhaseResult[];
  readonly image: Image;
}

/** All phases, then the image on top. What somebody removes from the engine meanwhile is made again. */
async function makeImage(build: BuildJob & BuildRun, ports: Ports): Promise<Built> {
  let phases: readonly PhaseResult[] = [];
  for (;;) {
    const started = ports.clock.monotonic();
    const phase = build.plan.phases[phases.length];
    const parent = topOf(phases, build);
    try {
      if (phase === undefined) return { phases, image: await finish(build, phases, ports) };
      phases = [...phases, await buildPhase({ build, phase, parent, before: phases }, ports)];
    } catch (error) {
      const seconds = (ports.clock.monotonic() - started) / 1000;
      phases = await remainingPhases(error, { build, phases, seconds }, ports);
    }
  }
}

function topOf(phases: readonly PhaseResult[], { plan }: BuildRun): string {
  return phases.findLast((phase) => phase.imageId !== null)?.imageId ?? plan.base.imageId;
}

async function finish(
  job: BuildJob & BuildRun,
  phases: readonly PhaseResult[],
  ports: Ports,
): Promise<Image> {
  const parent = topOf(phases, job);
  const base = job.plan.base.imageId;
  const leftOut = phases.filter((phase) => phase.status === "left-out").map((phase) => phase.name);
  return needingLayer({ imageId: parent, base }, ports, () =>
    finishImage({ ...job, parent, leftOut }, ports),
  );
}
