import type { Container } from "../../docker/engine.ts";
import { createLineSplitter } from "../../host/foreign-text.ts";
import type { PlannedDistribution, PlannedPhase } from "../../plan/plan.ts";
import type { Ports } from "../../ports.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { INSTALL_TEMP, phaseEnv } from "../../toolbox/installer-env.ts";
import { SCRATCH } from "../../toolbox/places.ts";
import { ToolFailure } from "../attempts/tool-failure.ts";
import type { Recovery } from "../failures/failure-class.ts";
import { installLock } from "../make-environment.ts";
import { compileJobs, compileLoad, jobsEnv } from "./compile-jobs.ts";
import { heldStep, type InstallStep, installSteps, PIP_LOG, withoutHeld } from "./install-steps.ts";
import { oomKills } from "./kernel-evidence.ts";
import { dropLocalFiles, forgetLocalFiles, localFiles } from "./local-files.ts";
import { type OutputLog, openOutputLog } from "./output-log.ts";

export interface InstallerJob {
  readonly installer: "uv" | "pip";
  readonly interpreter: string;
  readonly basePython: string;
  readonly distributions: readonly PlannedDistribution[];
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
  /** What this try shall do differently from the one before. */
  readonly recovery: Recovery;
  readonly phase: Pick<PlannedPhase, "environment" | "sourceBuild">;
  /** Distributions, `name==version`, that an earlier try has downloaded. */
  readonly held: ReadonlySet<string>;
  /** Some of its files were downloaded before it began. */
  readonly prefetched: boolean;
}

const FOLDER = `${SCRATCH}/work`;
const MAX_LINE_BYTES = 16 * 1024;

/** Installs exactly the planned files. @throws ToolFailure with what the installer printed. */
export async function runInstaller(
  container: Container,
  job: InstallerJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  if (job.distributions.length === 0) return;
  const { signal } = ports;
  const local = job.prefetched ? await localFiles(container, signal) : new Map<string, string>();
  const withoutIsolation = job.recovery === "no-build-isolation";
  const facts = { ...job, withoutIsolation, local };
  const env = { ...phaseEnv(ports.network), ...(await buildEnv(container, job, ports)) };
  const log = openOutputLog(job.logFile, ports);
  const output = { log, report, ports };
  const held = heldStep(facts);
  const done = held !== undefined && (await runStep(container, { step: held, env }, output)) === 0;
  for (const step of installSteps(done ? withoutHeld(facts) : facts)) {
    const exitCode = await runStep(container, { step, env }, output);
    if (exitCode === 0) continue;
    const said = job.installer === "pip" ? await pipLog(container, ports) : log.tail();
    const kills = await oomKills(container, ports.signal);
    throw new ToolFailure({ tool: job.installer, exitCode, output: said, oomKills: kills });
  }
  if (local.size > 0) {
    await forgetLocalFiles(container, job, signal);
    await dropLocalFiles(container, job.distributions, signal);
  }
  const { environment } = job.phase;
  const leftovers = [INSTALL_TEMP, ...(environment ? [installLock(environment)] : [])];
  await container.exec({ command: ["rm", "-rf", ...leftovers], signal });
}

/** Only a source distribution compiles; nothing else asks how much memory there is. */
async function buildEnv(
  container: Container,
  job: InstallerJob,
  ports: Ports,
): Promise<Readonly<Record<string, string>>> {
  if (job.distributions.every((one) => one.kind === "wheel")) return {};
  if (job.recovery === "fewer-jobs") return jobsEnv({ jobs: 1, nvccThreads: 1 });
  return jobsEnv(compileLoad(job.phase.sourceBuild, await compileJobs(container, ports.signal)));
}

interface StepRun {
  readonly step: InstallStep;
  readonly env: Readonly<Record<string, string>>;
}

interface Output {
  readonly log: OutputLog;
  readonly report: (status: string) => void;
  readonly ports: Ports;
}

async function runStep(container: Container, { step, env }: StepRun, output: Output): Promise<number> {
  const { log, report, ports } = output;
  await container.putArchive(FOLDER, archiveOf(step.files));
  await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });
  const lines = createLineSplitter({ maxLineBytes: MAX_LINE_BYTES, onLine: report });
  const run = container.exec({
    command: step.command,
    env,
    workdir: FOLDER,
    signal: ports.signal,
    onOutput: (chunk) => {
      lines.write(chunk);
      return log.write(chunk);
    },
  });
  const exitCode = await run.finally(() => log.end());
  lines.end();
  return exitCode;
}

const PIP_LOG_BYTES = 256 * 1024;

async function pipLog(container: Container, ports: Ports): Promise<string> {
  const command = ["tail", "-c", String(PIP_LOG_BYTES), `${FOLDER}/${PIP_LOG}`];
  return (await execText(container, { command, signal: ports.signal })).stdout;
}
