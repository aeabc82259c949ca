import { satisfies } from "@renovatebot/pep440";
import { askBaseFacts } from "../base/ask-base-facts.ts";
import { heldDistributions } from "../base/held-distributions.ts";
import type { Container } from "../ports/engine.ts";
import { parseRequirement } from "../python/requirement.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";

/** Counts change when a phase mends something, too. */
const SUMMARY = /^(?:Checked|Found) \d+ /;

/** Broken requirements of what a Python holds, as sorted lines; the base may have some before we touch it. */
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
  return lines.some(isMissing)
    ? withoutFound(lines, await whatPythonFinds(container, interpreter, signal))
    : lines;
}

const MISSING = /^The package `[^`]{1,300}` requires `([^`]{1,500})`, but it's not installed$/;

function isMissing(line: string): boolean {
  return MISSING.test(line);
}

/** What Python says of itself; nothing where it says nothing. */
async function whatPythonFinds(
  container: Container,
  interpreter: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const { facts } = await askBaseFacts(container, interpreter, signal);
  if (!facts) return new Map();
  return new Map([...heldDistributions(facts)].map(([name, { version }]) => [name, version]));
}

/** uv looks into the folders that it installs into; Python finds more, such as what Debian packages bring. */
function withoutFound(
  lines: readonly string[],
  found: ReadonlyMap<string, string | null>,
): readonly string[] {
  return lines.filter((line) => {
    const text = MISSING.exec(line)?.[1];
    if (text === undefined) return true;
    const { normalised, specifiers } = parseRequirement(text);
    const version = found.get(normalised);
    const range = specifiers.join(",");
    const meets = version && (range === "" || satisfies(version, range, { prereleases: true }));
    return !meets;
  });
}
