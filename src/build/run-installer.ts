import type { Container } from "../docker/engine.ts";
import { messageOf } from "../errors.ts";
import { createLineSplitter } from "../host/foreign-text.ts";
import type { Plan, PlannedDistribution } from "../plan/plan.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { INSTALL_TEMP, phaseEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import { installError } from "./install-error.ts";
import { phaseLock } from "./phase-lock.ts";

export interface InstallerJob {
  readonly plan: Plan;
  readonly phase: { readonly name: string };
  readonly distributions: readonly PlannedDistribution[];
  /** File on this machine that takes the installer's output. */
  readonly logFile: string;
}

const TAIL_LINES = 60;
const MAX_LINE_BYTES = 16 * 1024;

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
    // What the base holds in just this version is installed all the same where the plan says so: it can't be imported.
    "--reinstall",
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
