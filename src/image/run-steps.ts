import type { PlannedRun } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import type { MachineNetwork, Ports } from "../ports/ports.ts";
import { FailedCommand } from "../retry/tool-failure.ts";
import { BuildError } from "../text/errors.ts";
import { SCRATCH } from "../toolbox/container-paths.ts";
import { containerEnv } from "../toolbox/relay/container-env.ts";
import { lastLines, runProgram } from "../toolbox/run-probe.ts";
import { openOutputLog } from "./commands/output-log.ts";
import { streamCommand } from "./commands/stream-command.ts";

interface RunJob {
  readonly phase: { readonly name: string };
  readonly run: PlannedRun;
  /** File on this machine that takes the commands' output. */
  readonly logFile: string;
  /** Path of the base's Python. */
  readonly interpreter: string;
}

const MARKER = `${SCRATCH}/work/before-the-commands`;

/**
 * Runs a phase's commands one after another without a shell, as root in the manifest's `workdir`, which is made if the image
 * lacks it. Then compiles the Python files that the commands changed: Python doesn't check an image's bytecode against the
 * source, so the old module would run.
 * @throws BuildError for the first command that fails; its `cause` is a FailedCommand.
 */
export async function runSteps(
  container: Container,
  { phase, run, logFile, interpreter }: RunJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  const { workdir } = run;
  await container.exec({ command: ["touch", MARKER], signal: ports.signal });
  await container.exec({ command: ["mkdir", "-p", "--", workdir], workdir: "/", signal: ports.signal });
  const env = { ...stepEnv(ports.network), ...run.env };
  for (const [index, command] of run.steps.entries()) {
    const title = command.join(" ");
    const log = openOutputLog(logFile, ports);
    void log.write(Buffer.from(`+ ${title}\n`));
    await log.end();
    const { exitCode, output } = await streamCommand(
      container,
      { command, env, workdir },
      { logFile, report },
      ports,
    );
    if (exitCode === 0) continue;
    const failed = new FailedCommand("command", exitCode, output);
    throw stepError({ phase: phase.name, number: index + 1, title, logFile }, failed);
  }
  await refreshBytecode(container, interpreter, ports.signal);
}

async function refreshBytecode(
  container: Container,
  interpreter: string,
  signal: AbortSignal,
): Promise<void> {
  const probe = { python: interpreter, program: "refresh_bytecode.py", args: [MARKER] };
  const result = await runProgram(container, probe, signal);
  if (result.exitCode === 0) return;
  throw new BuildError("Changed Python files could not be compiled again.", {
    evidence: lastLines(result.stderr, 3),
    remedy:
      "`image: { bytecode: none }` builds without bytecode; each cold start then compiles what it imports.",
  });
}

/**
 * Variables that a command gets besides the image's and the manifest's. HOME stays the image's: a model that a command stores
 * there belongs to the image. Installers' caches and temporary files don't.
 */
function stepEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  return {
    ...containerEnv(network),
    TMPDIR: `${SCRATCH}/tmp`,
    PIP_NO_CACHE_DIR: "1",
    UV_NO_CACHE: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    DEBIAN_FRONTEND: "noninteractive",
  };
}

interface FailedStep {
  readonly phase: string;
  /** Counts from 1. */
  readonly number: number;
  readonly title: string;
  readonly logFile: string;
}

const EVIDENCE_LINES = 10;
const LONGEST_TITLE = 100;

function stepError({ phase, number, title, logFile }: FailedStep, failed: FailedCommand): BuildError {
  const shown = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE)}…` : title;
  const lines = failed.output.split("\n").filter((line) => line.trim() !== "");
  return new BuildError(
    `Phase ${phase} failed: its command ${number} (${shown}) ended with exit code ${failed.exitCode}.`,
    {
      evidence: lines.slice(-EVIDENCE_LINES).join("\n"),
      remedy: `${remedyOf(failed.exitCode)} The layer was not committed; the whole output is in ${logFile}.`,
      cause: failed,
    },
  );
}

function remedyOf(exitCode: number): string {
  if (exitCode === 127) {
    return "The image has no such program: install it in the phase's `packages` or `system_packages`, or correct its name. A shell's own words (cd, &&, |, $NAME) mean nothing here.";
  }
  if (exitCode === 137) return "It was killed, most likely for want of memory: let it do less at a time.";
  return "Correct the command, or what it needs: it runs after the phase's packages and before `files` are copied.";
}
