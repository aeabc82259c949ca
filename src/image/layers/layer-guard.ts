import { phasePython } from "../../plan/phase-python.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { highestPoint, keptBytes, timeline } from "../../sizes/timeline.ts";
import { cleanContainer } from "../cleanup/clean-container.ts";
import { cleanEngine } from "../cleanup/clean-engine.ts";
import type { CleanupResult } from "../cleanup/cleanup-result.ts";
import type { GuardedPhase } from "../disk-watch/phase-guard.ts";
import type { LayerJob } from "./layer-job.ts";

/** Tells the disk watch about a layer that is being installed. */
export function layerGuard(
  container: Container,
  job: LayerJob,
  ports: Ports,
): GuardedPhase & { readonly keptBytes: number } {
  const { build, phase, distributions, onDisk } = job;
  const disk = { keepsCompressed: build.imageStore === "containerd" };
  const builds = distributions.some((one) => one.kind === "sdist");
  return {
    name: phase.name,
    predictedBytes: onDisk.blocks,
    keptBytes: keptBytes(onDisk, disk),
    buildBytes: builds ? onDisk.beside : 0,
    marginBytes: distributions.reduce((sum, one) => sum + one.marginBytes, 0),
    openEnded: job.run !== null,
    peakBytes: highestPoint(timeline([onDisk], disk)),
    ownBytes: () => container.diffBytes(),
    besideBytes: job.build.prefetcher.meter(),
    makeRoom: async () => {
      await makeEngineRoom(job, ports);
      record(job, await cleanContainer(container, { ...cleanup(job), level: "critical" }, ports));
    },
  };
}

/** Removes what dead runs of this machine left on the engine. */
export async function makeEngineRoom(job: LayerJob, ports: Ports): Promise<void> {
  record(job, await cleanEngine(job.build.gauge, ports));
}

export function record({ build, phase }: LayerJob, result: CleanupResult): void {
  build.journal.cleanups.push({ phase: phase.name, result });
}

export function cleanup({ build, phase }: LayerJob) {
  return { interpreter: phasePython(build.plan, phase).interpreter, needed: build.needed };
}
