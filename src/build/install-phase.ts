import type { Container, Image } from "../docker/engine.ts";
import { messageOf } from "../errors.ts";
import { createLineSplitter } from "../host/foreign-text.ts";
import type { Plan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { INSTALL_TEMP, phaseEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { checkPhase, dependencyProblems } from "./check-phase.ts";
import { installError } from "./install-error.ts";
import { layerLabels, layerReference } from "./layer-cache.ts";
import { phaseLock } from "./phase-lock.ts";

export interface PhaseJob {
  readonly plan: Plan;
  readonly phase: PlannedPhase;
  /** What this phase installs: its planned distributions, and those that a left-out phase should have brought. */
  readonly distributions: readonly PlannedDistribution[];
  /** Modules that must import afterwards: this phase's and those of the phases before it. */
  readonly imports: readonly string[];
  readonly parent: string;
  readonly key: string;
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
}

/** Installs one phase on top of its parent in a container of its own, proves it, and commits it as one layer. */
export function installPhase(
  job: PhaseJob,
  toolbox: Toolbox,
  ports: Ports,
): Promise<{ image: Image; bytes: number }> {
  return toolbox.open(job.parent, `phase-${job.phase.name}`, async (container) => {
    const problemsBefore = await dependencyProblems(container, job.plan, ports.signal);
    await ports.log.task(`install ${job.phase.name}`, (report) => install(container, job, ports, report));
    await ports.log.task(`check ${job.phase.name}`, () =>
      checkPhase(
        container,
        job.plan,
        { name: job.phase.name, imports: job.imports, problemsBefore },
        ports.signal,
      ),
    );
    const bytes = await container.diffBytes();
    const image = await ports.log.task(`commit ${job.phase.name}`, () =>
      container.commit({
        comment: `surelayer phase ${job.phase.name}`,
        config: { labels: layerLabels(job.key, job.phase.name, bytes) },
        reference: layerReference(job.key),
      }),
    );
    return { image, bytes };
  });
}

const TAIL_LINES = 60;
const MAX_LINE_BYTES = 16 * 1024;

async function install(
  container: Container,
  job: PhaseJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  if (job.distributions.length === 0) return;
  const lock = { name: "pylock.toml", content: phaseLock(job.distributions) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([lock]));
  await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });

  const tail: string[] = [];
  const lines = createLineSplitter({
    maxLineBytes: MAX_LINE_BYTES,
    onLine: (line) => {
      report(line);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    },
  });
  const log = logWriter(job.logFile, ports);
  const run = container.exec({
    command: installCommand(job.plan),
    env: phaseEnv(ports.network),
    workdir: `${SCRATCH}/work`,
    signal: ports.signal,
    onOutput: (chunk) => {
      log.write(chunk);
      lines.write(chunk);
    },
  });
  const exitCode = await run.finally(() => log.end());
  lines.end();
  if (exitCode !== 0) throw installError(job.phase.name, exitCode, tail, job.logFile);
  await container.exec({ command: ["rm", "-rf", INSTALL_TEMP], signal: ports.signal });
}

function installCommand(plan: Plan): readonly string[] {
  return [
    ...[UV, "pip", "install", "--no-config", "--python", plan.base.interpreter],
    // PEP 668: the image is ours alone, so its own package manager has no say in it.
    "--break-system-packages",
    ...["-r", "pylock.toml"],
  ];
}

/** Appends chunks in order without making the installer wait for the disk; an image doesn't fail for want of its log. */
function logWriter(path: string, ports: Ports): { write(chunk: Uint8Array): void; end(): Promise<void> } {
  let written: Promise<void> = Promise.resolve();
  let fault: string | undefined;
  const append = async (chunk: Uint8Array): Promise<void> => {
    if (fault !== undefined) return;
    try {
      await ports.files.append(path, chunk);
    } catch (error) {
      fault = messageOf(error);
      ports.log.warn(`The installer's output can't be kept in ${path}: ${fault}`);
    }
  };
  return {
    write: (chunk) => {
      written = written.then(() => append(chunk));
    },
    end: () => written,
  };
}
