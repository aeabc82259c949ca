import type { Container, Image } from "../docker/engine.ts";
import type { Install } from "../manifest/install.ts";
import type { Plan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import type { FailedAttempt } from "./attempts/failed-attempt.ts";
import type { NetworkBudget } from "./attempts/network-budget.ts";
import { runAttempts, type Try } from "./attempts/run-attempts.ts";
import { ToolFailure } from "./attempts/tool-failure.ts";
import { checkPhase, dependencyProblems } from "./check-phase.ts";
import { compilePhase } from "./compile-phase.ts";
import { classifyFailure } from "./failures/classify-failure.ts";
import type { Recovery } from "./failures/failure-class.ts";
import { keepDownloads, restoreDownloads } from "./install/kept-downloads.ts";
import type { Prefetch } from "./install/prefetch.ts";
import { runInstaller } from "./install/run-installer.ts";
import { layerLabels, layerReference } from "./layer-cache.ts";

export interface LayerJob {
  readonly plan: Plan;
  readonly phase: PlannedPhase;
  /** What this layer installs. */
  readonly distributions: readonly PlannedDistribution[];
  /** Modules that must import afterwards: this phase's and those of the phases before it. */
  readonly imports: readonly string[];
  readonly parent: string;
  readonly key: string;
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
  /**
   * With the phase's last layer the phase is whole, and is proved: requirements that were broken before it are none of its
   * doing. Undefined for the layers before, which can't stand by themselves.
   */
  readonly proof: { readonly problemsBefore: readonly string[] | undefined } | undefined;
  readonly install: Install;
  readonly budget: NetworkBudget;
  /** Downloads of this phase that began before it. */
  readonly prefetched: Promise<Prefetch | undefined>;
  readonly recordFailure: (attempt: FailedAttempt) => void;
}

export interface InstalledLayer {
  readonly image: Image;
  readonly bytes: number;
}

/**
 * Installs one layer on top of its parent, proves the phase with its last, and commits it. Each try begins at the parent in a
 * container of its own: a failed install leaves half packages behind that import.
 */
export function installLayer(job: LayerJob, toolbox: Toolbox, ports: Ports): Promise<InstalledLayer> {
  const attempts = {
    phase: job.phase.name,
    logFile: job.logFile,
    limits: job.install,
    budget: job.budget,
    record: job.recordFailure,
  };
  return runAttempts(attempts, ports, (facts) =>
    toolbox.open(job.parent, `phase-${job.phase.name}`, (container) =>
      tryLayer(container, job, facts, ports),
    ),
  );
}

async function tryLayer(
  container: Container,
  job: LayerJob,
  facts: Try,
  ports: Ports,
): Promise<InstalledLayer> {
  const { plan, phase } = job;
  const { signal } = ports;
  const problemsBefore = job.proof?.problemsBefore ?? (await dependencyProblems(container, plan, signal));
  await install(container, job, facts, ports);
  await compilePhase(container, job, ports);
  if (job.proof) {
    const proved = { name: phase.name, imports: job.imports, problemsBefore };
    await ports.log.task(`check ${phase.name}`, () => checkPhase(container, plan, proved, signal));
  }
  const bytes = await container.diffBytes();
  const image = await ports.log.task(`commit ${phase.name}`, () =>
    container.commit({
      comment: `surelayer phase ${phase.name}`,
      config: { labels: layerLabels(job.key, phase.name, bytes) },
      reference: layerReference(job.key),
    }),
  );
  return { image, bytes };
}

/** What a try has downloaded is kept for the next one, unless it may be what is wrong. */
async function install(container: Container, job: LayerJob, facts: Try, ports: Ports): Promise<void> {
  const { interpreter } = job.plan.base;
  const { installer } = job.install;
  const prefetched = (await job.prefetched) !== undefined;
  const reuse = facts.number > 1 && isGood(facts.recovery, installer);
  const held = reuse ? await restoreDownloads(container, interpreter, ports) : new Set<string>();
  try {
    await ports.log.task(`install ${job.phase.name}`, (report) =>
      runInstaller(
        container,
        { ...job, installer, interpreter, try: facts, held, prefetched },
        ports,
        report,
      ),
    );
  } catch (error) {
    const recovery = error instanceof ToolFailure && classifyFailure(error.evidence).class.recovery;
    if (recovery && isGood(recovery, installer)) await keepDownloads(container, interpreter, ports);
    throw error;
  }
}

/** uv's cache holds only what had the right hash; pip's holds answers as they came. On a full disk nothing is kept. */
function isGood(recovery: Recovery, installer: Install["installer"]): boolean {
  return recovery !== "clean-disk" && (installer === "uv" || recovery !== "fresh-download");
}
