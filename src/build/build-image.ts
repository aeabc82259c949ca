import type { Manifest } from "../manifest/manifest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Run } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { NetworkBudget } from "./attempts/network-budget.ts";
import type { BuildJournal } from "./build-journal.ts";
import { buildPhase } from "./build-phase.ts";
import type { BuiltImage, PhaseResult } from "./built-image.ts";
import { finishImage } from "./finish-image.ts";
import { openPrefetcher, type Prefetcher } from "./prefetcher.ts";

export interface BuildJob {
  readonly run: Run;
  readonly manifest: Manifest;
  readonly plan: Plan;
  readonly sources: readonly string[];
  /** References that the finished image gets on this engine; without any, one of our own. */
  readonly tags: readonly string[];
  /** Folder of this machine for the installers' output. */
  readonly logFolder: string;
  readonly toolbox: Toolbox;
  /** Takes what happened, as it happens. */
  readonly journal: BuildJournal;
}

/** Plan → image: each phase a layer on top of the one before, found again where nothing that decides it has changed. */
export async function buildImage(job: BuildJob, ports: Ports): Promise<BuiltImage> {
  const prefetcher = openPrefetcher(job, ports);
  const phases = await buildPhases(job, prefetcher, ports).finally(() => prefetcher.close());
  const parent = phases.findLast((phase) => phase.imageId !== null)?.imageId ?? job.plan.base.imageId;
  const leftOut = phases.filter((phase) => phase.status === "left-out").map((phase) => phase.name);
  const image = await finishImage({ ...job, parent, leftOut }, ports);
  const references = job.tags.length > 0 ? job.tags : [`surelayer/${job.manifest.name}:built`];
  for (const reference of references) await ports.engine.tagImage(image.id, reference);
  return {
    references,
    imageId: image.id,
    bytes: image.bytes,
    baseBytes: job.plan.base.bytes,
    phases,
    degraded: leftOut.length > 0,
  };
}

async function buildPhases(job: BuildJob, prefetcher: Prefetcher, ports: Ports): Promise<PhaseResult[]> {
  const { install } = job.manifest;
  const budget = new NetworkBudget(install.bridge);
  const before: PhaseResult[] = [];
  let parent = job.plan.base.imageId;
  for (const [index, phase] of job.plan.phases.entries()) {
    const next = job.plan.phases[index + 1];
    const step = { ...job, install, budget, prefetcher, phase, next, parent, before };
    const result = await buildPhase(step, ports);
    before.push(result);
    parent = result.imageId ?? parent;
  }
  return before;
}
