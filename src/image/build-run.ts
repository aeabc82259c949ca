import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Ports } from "../ports/ports.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import type { Run } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { BuildJournal } from "./build-journal.ts";
import { neededPaths } from "./cleanup/needed-paths.ts";
import { DiskWatch } from "./disk-watch/watch-disk.ts";
import { type DiskGauge, openDiskGauge } from "./machine/engine-disk.ts";
import { OtherSources } from "./other-sources/other-sources.ts";
import { openPrefetcher, type Prefetcher } from "./prefetcher.ts";

export interface BuildRunJob {
  readonly run: Run;
  readonly manifest: Manifest;
  readonly plan: BuildablePlan;
  /** Absolute path of the manifest's folder, which holds the files that it names. */
  readonly folder: string;
  /** Folder of this machine for the installers' output. */
  readonly logFolder: string;
  readonly toolbox: Toolbox;
  /** Takes what happened, as it happens. */
  readonly journal: BuildJournal;
  /** Waiting for the network that the whole run has. */
  readonly budget: NetworkBudget;
}

/** What all phases of one build share. */
export interface BuildRun extends BuildRunJob {
  readonly prefetcher: Prefetcher;
  readonly gauge: DiskGauge;
  readonly watch: DiskWatch;
  readonly sources: OtherSources;
  /** Paths of the image that no cleanup touches. */
  readonly needed: readonly string[];
}

/** Opens what a build needs beside its phases, and closes it whatever comes of them. */
export async function withBuildRun<T>(
  job: BuildRunJob,
  ports: Ports,
  body: (build: BuildRun) => Promise<T>,
): Promise<T> {
  const { run, manifest, plan, journal } = job;
  const { imageId, interpreter } = plan.base;
  const image = await ports.engine.findImage(imageId);
  const needed = neededPaths(manifest, image ?? { env: {}, workdir: "/", command: [] });
  const gauge = await openDiskGauge(run, { image: imageId, python: interpreter }, "watch", ports);
  const watch = new DiskWatch({ limits: manifest.disk, gauge }, ports);
  const prefetcher = openPrefetcher(job, ports);
  const sources = new OtherSources(manifest);
  try {
    return await body({ ...job, prefetcher, gauge, watch, sources, needed });
  } finally {
    await prefetcher.close();
    await watch.stop();
    journal.disk = watch.readings();
    await gauge.close();
  }
}
