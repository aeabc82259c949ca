import type { Manifest } from "../manifest/manifest.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { ImageStore } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import type { NetworkBudget } from "../retry/network-budget.ts";
import type { Run } from "../toolbox/run.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { AlternateIndexes } from "./alternate-indexes/alternate-indexes.ts";
import type { BuildJournal } from "./build-journal.ts";
import { neededPaths } from "./cleanup/needed-paths.ts";
import { DiskWatch } from "./disk-watch/watch-disk.ts";
import type { TrustDomain } from "./layers/layer-cache.ts";
import { type DiskGauge, openDiskGauge } from "./machine/engine-disk.ts";
import { openPrefetcher, type Prefetcher } from "./prefetcher.ts";

export interface BuildRunJob {
  readonly run: Run;
  readonly manifest: Manifest;
  readonly plan: BuildablePlan;
  /** Absolute path of the manifest's folder. The manifest's paths are relative to it. */
  readonly folder: string;
  /** Folder on this machine for the installers' output. */
  readonly logFolder: string;
  readonly toolbox: Toolbox;
  /** Takes the events of the build. */
  readonly journal: BuildJournal;
  /** The time that the whole run may wait for the network. */
  readonly budget: NetworkBudget;
  readonly trustDomain: TrustDomain;
}

/** Everything that the phases of one build share. */
export interface BuildRun extends BuildRunJob {
  readonly prefetcher: Prefetcher;
  readonly gauge: DiskGauge;
  readonly watch: DiskWatch;
  readonly imageStore: ImageStore;
  readonly otherIndexes: AlternateIndexes;
  /** Paths in the image that no cleanup removes. */
  readonly needed: readonly string[];
}

/** Opens everything that the phases share, runs `body`, and closes it even if `body` fails. */
export async function withBuildRun<T>(
  job: BuildRunJob,
  ports: Ports,
  body: (build: BuildRun) => Promise<T>,
): Promise<T> {
  const { run, manifest, plan, journal } = job;
  const { imageId, interpreter } = plan.base;
  const image = await ports.engine.findImage(imageId);
  const { imageStore } = await ports.engine.info();
  const needed = neededPaths(manifest, image ?? { env: {}, workdir: "/", command: [] });
  const gauge = await openDiskGauge(run, { image: imageId, python: interpreter }, "watch", ports);
  const watch = new DiskWatch({ limits: manifest.disk, gauge }, ports);
  const prefetcher = openPrefetcher(job, ports);
  const otherIndexes = new AlternateIndexes(manifest);
  try {
    return await body({ ...job, prefetcher, gauge, watch, imageStore, otherIndexes, needed });
  } finally {
    await prefetcher.close();
    await watch.stop();
    journal.disk = watch.readings();
    await gauge.close();
  }
}
