import type { Recovery } from "../../failures/failure-class.ts";
import type { Install } from "../../manifest/settings/install.ts";
import { phasePython } from "../../plan/phase-python.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { AttemptFacts } from "../../retry/run-attempts.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import type { LayerJob } from "../layers/layer-job.ts";
import { keepDownloads, restoreDownloads } from "./kept-downloads.ts";
import { runInstaller } from "./run-installer.ts";

/** Installs a layer, and keeps the downloads of a failed try for the next, unless they may be the fault. @throws ToolFailure */
export async function installWithDownloads(
  container: Container,
  job: LayerJob & { readonly beforeBuild: () => Promise<void> },
  facts: AttemptFacts,
  ports: Ports,
): Promise<void> {
  const { build, phase } = job;
  const { installer } = build.manifest.install;
  // Downloads are copied with the base's Python, because that of an environment may not work yet.
  const base = build.plan.base.interpreter;
  const { interpreter } = phasePython(build.plan, phase);
  const prefetched = (await build.prefetcher.of(phase)) !== undefined;
  const reuse = facts.number > 1 && isGood(facts.recovery, installer);
  const cached = reuse ? await restoreDownloads(container, base, ports) : new Set<string>();
  const python = { interpreter, basePython: base };
  const how = { installer, ...python, recovery: facts.recovery, folder: build.folder };
  const distributions = build.otherIndexes.of(job.distributions);
  const install = { ...job, ...how, distributions, cached, prefetched };
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

/** Whether downloads can be used again. uv caches only files with the right hash; pip also caches wrong ones. A full disk keeps none. */
function isGood(recovery: Recovery, installer: Install["installer"]): boolean {
  return recovery !== "clean-disk" && (installer === "uv" || recovery !== "fresh-download");
}
