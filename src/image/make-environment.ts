import type { PlannedEnvironment } from "../base/planned-environment.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import { BuildError } from "../text/errors.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";

/**
 * Makes the virtual environment of an isolated phase on the base's Python, empty: no pip, and nothing of the base's
 * packages to be seen from it. One that a base brings at the same place is replaced.
 * @throws BuildError with what uv says.
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
      evidence: made.stderr.trim().split("\n").slice(-3).join("\n"),
      remedy: "The base's Python must be able to make virtual environments below /opt.",
    });
  }
  // uv marks it as a cache, which it isn't here: who clears or skips caches must leave it alone.
  await execText(container, { command: ["rm", "-f", `${path}/CACHEDIR.TAG`, `${path}/.gitignore`], signal });
}

/** What uv leaves in an environment that it has installed into. */
export function installLock({ path }: PlannedEnvironment): string {
  return `${path}/.lock`;
}
