import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import { BuildError } from "../../text/errors.ts";
import { PREFETCHED } from "../../toolbox/container-paths.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { lastLines, runProgram } from "../../toolbox/run-probe.ts";
import type { LocalFiles } from "./installer-files.ts";

/** Wheels that were downloaded before the phase began. Their hashes were checked, and the installer checks them again. */
export async function localFiles(container: Container, signal: AbortSignal): Promise<LocalFiles> {
  const command = ["find", PREFETCHED, "-mindepth", "2", "-maxdepth", "2", "-type", "f"];
  const result = await execText(container, { command, signal });
  const paths = result.stdout.split("\n").filter((path) => path !== "");
  return new Map(paths.map((path) => [path.slice(PREFETCHED.length + 1).split("/")[0] ?? "", path]));
}

/** Removes uv's notes that a distribution came from a local file, so that the image is the same however a file came. */
export async function forgetLocalFiles(
  container: Container,
  job: { readonly interpreter: string; readonly distributions: readonly PlannedDistribution[] },
  signal: AbortSignal,
): Promise<void> {
  const args = job.distributions.map((one) => one.name);
  const probe = { python: job.interpreter, program: "forget_local_files.py", args };
  const result = await runProgram(container, probe, signal);
  if (result.exitCode === 0) return;
  throw new BuildError("What uv notes about local files could not be removed.", {
    evidence: lastLines(result.stderr, 1),
  });
}

/** Deletes the files of installed distributions, because the commit needs the room. */
export async function dropLocalFiles(
  container: Container,
  files: readonly Pick<PlannedDistribution["file"], "sha256">[],
  signal: AbortSignal,
): Promise<void> {
  const folders = files.map((one) => `${PREFETCHED}/${one.sha256}`);
  await container.exec({ command: ["rm", "-rf", ...folders], signal });
}
