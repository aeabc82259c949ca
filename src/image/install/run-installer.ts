import type { Recovery } from "../../failures/failure-class.ts";
import type { PlannedDistribution, PlannedPhase } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH } from "../../toolbox/container-paths.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { INSTALL_TEMP, phaseEnv } from "../../toolbox/installer-env.ts";
import { relayed, unrelayed } from "../../toolbox/relay/container-env.ts";
import { streamCommand } from "../commands/stream-command.ts";
import { installLock } from "../make-environment.ts";
import { bringBuildFiles } from "./build-files.ts";
import { compileJobs, compileLoad, jobsEnv } from "./compile-jobs.ts";
import { copyFiles } from "./copy-files.ts";
import { clearingStep, installBatches, type Win } from "./install-batches.ts";
import {
  cachedStep,
  type InstallStep,
  installSteps,
  PIP_LOG,
  type StepFacts,
  withoutCached,
} from "./install-steps.ts";
import { dropLocalFiles, forgetLocalFiles, localFiles } from "./local-files.ts";

interface InstallerJob {
  readonly installer: "uv" | "pip";
  readonly interpreter: string;
  readonly basePython: string;
  readonly distributions: readonly PlannedDistribution[];
  /** Pairs of them that bring other content to the same paths. */
  readonly wins: readonly Win[];
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
  /** Absolute path of the manifest's folder. */
  readonly folder: string;
  /** What this try does differently from the one before. */
  readonly recovery: Recovery;
  readonly phase: Pick<PlannedPhase, "environment" | "sourceBuild">;
  /** Distributions, `name==version`, that an earlier try has downloaded. */
  readonly cached: ReadonlySet<string>;
  /** Some of the files were downloaded before the phase began. */
  readonly prefetched: boolean;
  /** Called when the wheels are installed, before the first source is built. */
  readonly beforeBuild: () => Promise<void>;
}

const FOLDER = `${SCRATCH}/work`;
/** What cgroup v1 and v2 show a container of its own memory. */
const OOM_COUNTERS = ["/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events"];

/** Installs exactly the planned files. @throws ToolFailure with what the installer printed. */
export async function runInstaller(
  container: Container,
  job: InstallerJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  if (job.distributions.length === 0) return;
  const { signal } = ports;
  const carried = await copyFiles(container, job, ports);
  const brought = await bringBuildFiles(container, job, ports);
  const isLocal = job.prefetched || carried || brought;
  const local = isLocal ? await localFiles(container, signal) : new Map<string, string>();
  const withoutIsolation = job.recovery === "no-build-isolation";
  const facts = { ...job, withoutIsolation, local };
  const env = { ...phaseEnv(ports.network), ...(await buildEnv(container, job, ports)) };
  const run = async ({ files, command, env: own }: InstallStep) => {
    const { relay } = ports.network;
    const written = files.map((one) => ({ ...one, content: relayed(one.content, relay) }));
    await container.putArchive(FOLDER, archiveOf(written));
    await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal });
    const spec = { command, env: { ...env, ...own }, workdir: FOLDER };
    const result = await streamCommand(container, spec, { logFile: job.logFile, report }, ports);
    return { ...result, output: unrelayed(result.output, relay) };
  };
  const forget = async () => {
    if (local.size > 0) await forgetLocalFiles(container, job, signal);
  };
  const beforeBuild = async () => {
    await forget();
    await job.beforeBuild();
  };
  const batches = installBatches(job.distributions, job.wins);
  const clearing = clearingStep(batches, job);
  if (clearing !== undefined) await run(clearing);
  for (const distributions of batches) {
    const failed = await installBatch({ ...facts, distributions }, run, beforeBuild);
    if (failed === undefined) continue;
    const said = job.installer === "pip" ? await pipLog(container, job, ports) : failed.output;
    const kills = await oomKills(container, ports.signal);
    throw new ToolFailure({ tool: job.installer, exitCode: failed.exitCode, output: said, oomKills: kills });
  }
  await forget();
  if (local.size > 0) await dropLocalFiles(container, filesOf(job.distributions), signal);
  const { environment } = job.phase;
  const leftovers = [INSTALL_TEMP, ...(environment ? [installLock(environment)] : [])];
  await container.exec({ command: ["rm", "-rf", ...leftovers], signal });
}

function filesOf(distributions: readonly PlannedDistribution[]) {
  return distributions.flatMap(({ file, build }) => [
    file,
    ...(build?.distributions ?? []).map((one) => one.file),
  ]);
}

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** @returns the run of the installer that failed, if one did. */
async function installBatch(
  facts: StepFacts,
  run: (step: InstallStep) => Promise<Outcome>,
  beforeBuild: () => Promise<void>,
): Promise<Outcome | undefined> {
  const cached = cachedStep(facts);
  const done = cached !== undefined && (await run(cached)).exitCode === 0;
  for (const step of installSteps(done ? withoutCached(facts) : facts)) {
    if (step.builds) await beforeBuild();
    const outcome = await run(step);
    if (outcome.exitCode !== 0) return outcome;
  }
  return undefined;
}

/** Limits the compilers of source distributions. Wheels need no limit, so the container isn't asked for its memory. */
async function buildEnv(
  container: Container,
  job: InstallerJob,
  ports: Ports,
): Promise<Readonly<Record<string, string>>> {
  if (job.distributions.every((one) => one.kind === "wheel")) return {};
  if (job.recovery === "fewer-jobs") return jobsEnv({ jobs: 1, nvccThreads: 1 });
  return jobsEnv(compileLoad(job.phase.sourceBuild, await compileJobs(container, ports.signal)));
}

/**
 * The end of pip's own log. Appends all of the log to ours: pip writes a build's output only there, and the container goes.
 */
async function pipLog(container: Container, job: InstallerJob, ports: Ports): Promise<string> {
  const spec = { command: ["cat", `${FOLDER}/${PIP_LOG}`] };
  const streaming = { logFile: job.logFile, report: () => undefined };
  return (await streamCommand(container, spec, streaming, ports)).output;
}

/**
 * How many processes of the container the kernel killed because memory ran out. The installer's exit code doesn't say (1, not
 * 137), and the engine's `OOMKilled` covers only the container's first process.
 */
async function oomKills(container: Container, signal: AbortSignal): Promise<number> {
  const result = await execText(container, { command: ["cat", ...OOM_COUNTERS], signal });
  const counts = [...result.stdout.matchAll(/^oom_kill (\d{1,12})$/gm)].map((one) => Number(one[1]));
  return Math.max(0, ...counts);
}
