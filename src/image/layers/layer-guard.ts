import { phasePython } from "../../plan/phase-python.ts";
import { systemSizes } from "../../plan/system-sizes.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
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
  const { phase, distributions, only } = job;
  const predictedBytes = only ? phase.sizes.blocks : layerBlocks(job);
  const keptBytes = compressedCopy(job, predictedBytes);
  return {
    name: phase.name,
    predictedBytes,
    keptBytes,
    buildBytes: buildBytes(job),
    marginBytes: distributions.reduce((sum, one) => sum + one.marginBytes, 0),
    openEnded: job.run !== null,
    // One of several layers needs room for itself and for the copies that its commit makes.
    peakBytes: only ? phase.sizes.peak : 2 * predictedBytes + keptBytes,
    ownBytes: () => container.diffBytes(),
    besideBytes: job.build.prefetcher.meter(),
    makeRoom: async () => {
      await makeEngineRoom(job, ports);
      record(job, await cleanContainer(container, { ...cleanup(job), level: "critical" }, ports));
    },
  };
}

/** Allocated bytes of one of several layers. */
function layerBlocks({ build, system: { packages }, distributions, run }: LayerJob): number {
  const disk = { keepsCompressed: build.imageStore === "containerd" };
  const system = packages.length > 0 ? systemSizes(packages, disk).blocks : 0;
  return distributions.reduce((sum, one) => sum + one.blockBytes, system + (run?.bytes ?? 0));
}

/** Bytes of the compressed copy that a commit makes with the containerd store: the layer's share of its phase's. */
function compressedCopy({ build, phase }: LayerJob, predictedBytes: number): number {
  const { blocks, compressed } = phase.sizes;
  return build.imageStore === "containerd" && blocks > 0 ? (compressed * predictedBytes) / blocks : 0;
}

/** Bytes that builds from source need. The peak of a phase includes them. For one of several layers they are estimated. */
function buildBytes({ phase, distributions, only }: LayerJob): number {
  const sources = distributions.filter((one) => one.kind === "sdist");
  if (sources.length === 0) return 0;
  if (only) return Math.max(0, phase.sizes.peak - phase.sizes.blocks);
  return sources.reduce((sum, one) => sum + 2 * (one.blockBytes + (one.file.bytes ?? 0)), 0);
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
