import type { PlannedEnvironment } from "../base/planned-environment.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import { BuildError } from "../text/errors.ts";
import { SCRATCH, UV } from "../toolbox/container-paths.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { lastLines } from "../toolbox/run-probe.ts";

/**
 * Makes an empty virtual environment for an isolated phase, with the base's Python. The environment has no pip and doesn't see
 * the base's packages. Replaces an environment that the base has at the same path.
 * @throws BuildError with uv's last lines.
 */
export async function makeEnvironment(
  container: Container,
  plan: BuildablePlan,
  { path }: PlannedEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const made = await execText(container, {
    command: [
      ...[UV, "venv", "--quiet", "--no-config", "--no-project", "--clear"],
      ...["--python", plan.base.interpreter, path],
    ],
    env: { ...CHECK_ENV, UV_CACHE_DIR: `${SCRATCH}/uv-cache`, UV_PYTHON_DOWNLOADS: "never" },
    workdir: "/",
    signal,
  });
  if (made.exitCode !== 0) {
    throw new BuildError(`The environment ${path} could not be made.`, {
      evidence: lastLines(made.stderr, 3),
      remedy: "The base's Python must be able to make virtual environments below /opt.",
    });
  }
  // uv marks the folder as a cache. Without the marks, programs that clear or skip caches leave the environment alone.
  await execText(container, { command: ["rm", "-f", `${path}/CACHEDIR.TAG`, `${path}/.gitignore`], signal });
}

/** A file that uv leaves in each environment into which it has installed. */
export function installLock({ path }: PlannedEnvironment): string {
  return `${path}/.lock`;
}
