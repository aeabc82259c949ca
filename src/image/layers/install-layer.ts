import type { ClassifiedFailure } from "../../failures/failure-class.ts";
import { phasePython } from "../../plan/phase-python.ts";
import type { Container, Image } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { type AttemptFacts, runAttempts } from "../../retry/run-attempts.ts";
import { checkPhase } from "../check-phase.ts";
import { cleanContainer } from "../cleanup/clean-container.ts";
import { freedBytes } from "../cleanup/cleanup-result.ts";
import { stripPhase } from "../cleanup/strip-phase.ts";
import { compilePhase } from "../compile-phase.ts";
import { dependencyProblems } from "../dependency-problems.ts";
import { installWithDownloads } from "../install/install-with-downloads.ts";
import { lookAtLayer } from "../last-look/look-at-layer.ts";
import { endProcesses } from "../layer-judgement/end-processes.ts";
import type { InstalledRecord } from "../layer-judgement/layer-facts.ts";
import { makeEnvironment } from "../make-environment.ts";
import { runSteps } from "../run-steps.ts";
import { installSystemPackages } from "../system/install-system-packages.ts";
import { layerLabels, layerReference, rememberLayer } from "./layer-cache.ts";
import { needingLayer } from "./layer-gone.ts";
import { cleanup, layerGuard, makeEngineRoom, record } from "./layer-guard.ts";
import type { LayerJob } from "./layer-job.ts";
import { measureLayer } from "./measure-layer.ts";
import {
  beforePackages,
  compareEarly,
  type Filled,
  judgeOwnChanges,
  recordsOf,
  requireSameRecords,
  wheelRecords,
} from "./own-changes.ts";

interface InstalledLayer {
  readonly image: Image;
  readonly bytes: number;
}

/**
 * Installs one layer on top of its parent and commits the layer. The last layer of a phase is proved before its commit. Each
 * try starts from the parent in a new container, because a failed install leaves half-installed packages that still import.
 */
export function installLayer(job: LayerJob, ports: Ports): Promise<InstalledLayer> {
  const { build, phase, parent, logFile } = job;
  const attempts = {
    phase: phase.name,
    logFile,
    limits: build.manifest.install,
    budget: build.budget,
    record: (attempt: (typeof build.journal.attempts)[number]) => void build.journal.attempts.push(attempt),
    tryOtherIndex: (failure: ClassifiedFailure) =>
      build.otherIndexes.replace(job.distributions, failure, ports),
  };
  const onto = { imageId: parent, base: build.plan.base.imageId };
  return runAttempts(attempts, ports, async (facts) => {
    if (facts.recovery === "clean-disk") await makeEngineRoom(job, ports);
    // Inside of the try: no further one helps where the layer is gone.
    return needingLayer(onto, ports, () =>
      build.toolbox.open(parent, `phase-${phase.name}`, (container) =>
        tryLayer(container, job, facts, ports),
      ),
    );
  });
}

async function tryLayer(
  container: Container,
  job: LayerJob,
  facts: AttemptFacts,
  ports: Ports,
): Promise<InstalledLayer> {
  const { build, proof } = job;
  const { plan, watch } = build;
  if (job.first && job.phase.environment) {
    await makeEnvironment(container, plan, job.phase.environment, ports.signal);
  }
  // Before anything runs that starts Python with its packages.
  const before = await beforePackages(container, job, ports);
  const problemsBefore =
    proof?.problemsBefore ?? (await dependencyProblems(container, plan.base.interpreter, ports.signal));
  const guarded = layerGuard(container, job, ports);
  const filled = await watch.guard(guarded, (signal) =>
    fillLayer(container, { ...job, before }, facts, { ...ports, signal }),
  );
  await cleanLayer(container, job, ports);
  const records = await recordsOf(container, job, filled, ports);
  const [wrong] = await Promise.all([
    compareEarly(container, job, filled, ports),
    proof && prove(container, job, problemsBefore, ports),
  ]);
  const { interpreter } = phasePython(plan, job.phase);
  await lookAtLayer(container, { ...job, phase: job.phase.name, interpreter }, ports);
  const measure = () =>
    measureLayer(container, { python: plan.base.interpreter, imageStore: build.imageStore }, ports.signal);
  const full = await measure();
  await watch.requireRoomToCommit(guarded, Math.max(full, guarded.predictedBytes) + guarded.keptBytes);
  // From here on, no code of a package runs in the container.
  const bytes = (await judgeOwnChanges(container, job, { ...filled, records, wrong }, ports))
    ? await measure()
    : full;
  return { image: await commit(container, job, bytes, ports), bytes };
}

/** Installs system packages, then distributions, then runs commands. The plan gives each kind a layer of its own. */
async function fillLayer(
  container: Container,
  job: LayerJob & Pick<Filled, "before">,
  facts: AttemptFacts,
  ports: Ports,
): Promise<Filled> {
  const { build, phase, before } = job;
  const { plan } = build;
  if (job.system.packages.length > 0) {
    await ports.log.task(`install the system packages of ${phase.name}`, (report) =>
      installSystemPackages(container, job, ports, report),
    );
  }
  let wheels: readonly InstalledRecord[] = [];
  const beforeBuild = async () => {
    wheels = await wheelRecords(container, job, before, ports);
  };
  await installWithDownloads(container, { ...job, beforeBuild }, facts, ports);
  if (job.distributions.some((one) => one.kind === "sdist")) await endProcesses(container, phase.name, ports);
  const compiled = await compilePhase(container, { ...job, plan }, ports);
  requireSameRecords(wheels, compiled, job);
  const { run } = job;
  const { interpreter } = plan.base;
  if (run !== null) {
    await ports.log.task(`run the commands of ${phase.name}`, (report) =>
      runSteps(container, { ...job, run, interpreter }, ports, report),
    );
  }
  return { before, compiled };
}

/** Removes files that nobody needs again before the commit: what `image.strip` names, caches and leftovers. */
async function cleanLayer(container: Container, job: LayerJob, ports: Ports): Promise<void> {
  const { build, phase, distributions, imports } = job;
  if (distributions.length === 0) return;
  const request = {
    interpreter: phasePython(build.plan, phase).interpreter,
    kinds: build.manifest.image.strip,
    names: distributions.map((one) => one.name),
    imports: imports.flatMap((one) => one.modules),
  };
  const rows = await stripPhase(container, request, ports.signal);
  if (rows.length > 0) build.journal.strips.push({ phase: phase.name, rows });
  const cleaned = await cleanContainer(container, { ...cleanup(job), level: "normal" }, ports);
  if (freedBytes(cleaned) > 0) record(job, cleaned);
}

function prove(
  container: Container,
  { build, phase, imports }: LayerJob,
  problemsBefore: readonly string[],
  ports: Ports,
): Promise<void> {
  const { interpreter } = phasePython(build.plan, phase);
  const proved = { name: phase.name, interpreter, imports, problemsBefore };
  return ports.log.task(`check ${phase.name}`, () => checkPhase(container, build.plan, proved, ports.signal));
}

function commit(container: Container, job: LayerJob, bytes: number, ports: Ports): Promise<Image> {
  const { name } = job.phase;
  return ports.log.task(`commit ${name}`, async () => {
    const image = await container.commit({
      comment: `surelayer phase ${name}`,
      config: { labels: layerLabels(job.key, name, bytes) },
      reference: layerReference(job.key),
    });
    await rememberLayer(ports.cache, job.key, image);
    return image;
  });
}
