import { failureClassById } from "../failures/failure-table.ts";
import type { Container } from "../ports/engine.ts";
import { BuildError } from "../text/errors.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";

/** Whether a program still is a Python, after strangers' files came into the container. */
export async function isPython(container: Container, program: string, signal: AbortSignal): Promise<boolean> {
  const command = [program, "-I", "-c", "print(6 * 7)"];
  const { exitCode, stdout } = await execText(container, { command, env: CHECK_ENV, workdir: "/", signal });
  return exitCode === 0 && stdout.trim() === "42";
}

/** A distribution of the phase brought a script in an interpreter's place. pip lets that happen; another try would do it again. */
export function replacedInterpreter(phase: string, evidence: string): BuildError {
  const found = failureClassById("W3");
  return new BuildError(
    `Phase ${phase} brought a script in the place of Python; the layer was not committed.`,
    {
      evidence,
      remedy: `${found.remedy} More: docs/TROUBLESHOOTING.md#${found.anchor}.`,
      failureClass: found,
    },
  );
}
