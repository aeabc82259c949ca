import type { Recovery } from "../../failures/failure-class.ts";
import type { Install } from "../../manifest/settings/install.ts";
import { phasePython } from "../../plan/phase-python.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Try } from "../../retry/run-attempts.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import type { LayerJob } from "../layers/layer-job.ts";
import { keepDownloads, restoreDownloads } from "./kept-downloads.ts";
import { runInstaller } from "./run-installer.ts";

/** What a try has downloaded is kept for the next one, unless it may be what is wrong. @throws ToolFailure */
export async function installWithDownloads(
  container: Container,
  job: LayerJob,
  facts: Try,
  ports: Ports,
): Promise<void> {
  const { build, phase } = job;
  const { installer } = build.manifest.install;
  // The probes that handle downloads run with the base's Python; an environment's may be half made.
  const base = build.plan.base.interpreter;
  const { interpreter } = phasePython(build.plan, phase);
  const prefetched = (await build.prefetcher.of(phase)) !== undefined;
  const reuse = facts.number > 1 && isGood(facts.recovery, installer);
  const held = reuse ? await restoreDownloads(container, base, ports) : new Set<string>();
  const how = { installer, interpreter, basePython: base, recovery: facts.recovery, folder: build.folder };
  const distributions = build.sources.of(job.distributions);
  const install = { ...job, ...how, distributions, held, prefetched };
  try {
    await ports.log.task(`install ${phase.name}`, (report) =>
      runInstaller(container, install, ports, report),
    );
  } catch (error) {
    const recovery = error instanceof ToolFailure && error.failure.class.recovery;
    if (recovery && isGood(recovery, installer)) await keepDownloads(container, base, ports);
    throw error;
  }
}

/** uv's cache holds only what had the right hash; pip's holds answers as they came. On a full disk nothing is kept. */
function isGood(recovery: Recovery, installer: Install["installer"]): boolean {
  return recovery !== "clean-disk" && (installer === "uv" || recovery !== "fresh-download");
}
