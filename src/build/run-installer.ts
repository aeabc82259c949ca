import type { Container } from "../docker/engine.ts";
import type { Plan, PlannedDistribution } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { INSTALL_TEMP, phaseEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import { installError } from "./install-error.ts";
import { phaseLock } from "./phase-lock.ts";
import { streamCommand } from "./stream-command.ts";

export interface InstallerJob {
  readonly plan: Plan;
  readonly phase: { readonly name: string };
  readonly distributions: readonly PlannedDistribution[];
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
}

/** Installs exactly the planned files. @throws one of our errors that says what the installer's failure means. */
export async function runInstaller(
  container: Container,
  job: InstallerJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  if (job.distributions.length === 0) return;
  const lock = { name: "pylock.toml", content: phaseLock(job.distributions) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([lock]));
  await container.exec({ command: ["mkdir", "-p", INSTALL_TEMP], signal: ports.signal });

  const spec = {
    command: installCommand(job.plan),
    env: phaseEnv(ports.network),
    workdir: `${SCRATCH}/work`,
  };
  const { exitCode, tail } = await streamCommand(container, spec, { logFile: job.logFile, report }, ports);
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
