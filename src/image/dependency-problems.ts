import { satisfies } from "@renovatebot/pep440";
import { askBaseFacts } from "../base/ask-base-facts.ts";
import { installedDistributions } from "../base/installed-distributions.ts";
import type { Container } from "../ports/engine.ts";
import { parseRequirement } from "../python/requirement.ts";
import { SCRATCH, UV } from "../toolbox/container-paths.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";

/** Left out: its counts change even when a phase breaks nothing. */
const SUMMARY = /^(?:Checked|Found) \d+ /;
const MISSING = /^The package `[^`]{1,300}` requires `([^`]{1,500})`, but it's not installed$/;

/** The broken requirements among a Python's distributions, as sorted lines. A base may have some before any phase. */
export async function dependencyProblems(
  container: Container,
  interpreter: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const result = await execText(container, {
    command: [UV, "pip", "check", "--quiet", "--no-config", "--python", interpreter],
    env: { ...CHECK_ENV, UV_CACHE_DIR: `${SCRATCH}/uv-cache`, UV_PYTHON_DOWNLOADS: "never" },
    signal,
  });
  if (result.exitCode === 0) return [];
  const lines = `${result.stdout}\n${result.stderr}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !SUMMARY.test(line))
    .sort();
  if (!lines.some((line) => MISSING.test(line))) return lines;
  // uv looks only into the folders that it installs into. Python finds more, such as what Debian packages bring.
  const { answer: facts } = await askBaseFacts(container, interpreter, signal);
  const found = facts ? installedDistributions(facts) : undefined;
  return lines.filter((line) => {
    const text = MISSING.exec(line)?.[1];
    if (text === undefined) return true;
    const { normalised, specifiers } = parseRequirement(text);
    const version = found?.get(normalised)?.version;
    const range = specifiers.join(",");
    return !(version && (range === "" || satisfies(version, range, { prereleases: true })));
  });
}
