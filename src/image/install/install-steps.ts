import type { PlannedDistribution } from "../../plan/plan.ts";
import { SCRATCH, UV } from "../../toolbox/container-paths.ts";
import { type LocalFiles, phaseLock, pipLinks, pipRequirements } from "./installer-files.ts";

/** One run of the installer: the command, and the files that it reads in its working folder. */
export interface InstallStep {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface StepFacts {
  readonly installer: "uv" | "pip";
  readonly interpreter: string;
  /** The base's Python. It has pip; the Python of an isolated environment has none. */
  readonly basePython: string;
  readonly distributions: readonly PlannedDistribution[];
  /** Install the wheels first, then build source distributions against what is installed. */
  readonly withoutIsolation: boolean;
  /** Bounds for what sources are built with. */
  readonly buildConstraints: readonly string[];
  /** Distributions, `name==version`, that an earlier try has downloaded. */
  readonly cached: ReadonlySet<string>;
  readonly local: LocalFiles;
}

/** pip's own log. pip's output hides an outage behind "No matching distribution found". */
export const PIP_LOG = "pip.log";

const BUILD_CONSTRAINTS = "build-constraints.txt";

/**
 * Installs the files in uv's cache offline. Online, uv would download a file again if its server sets no lifetime for answers,
 * although the lock's hash proves the cached file. The step only saves time. If it fails, run `installSteps` for all files; if
 * it succeeds, run them for `withoutCached`, so that nothing is installed twice.
 */
export function cachedStep(facts: StepFacts): InstallStep | undefined {
  const distributions = facts.distributions.filter((one) => isCached(one, facts));
  if (distributions.length === 0) return undefined;
  const step = uvStep({ ...facts, distributions });
  return { ...step, command: [...step.command, "--offline"] };
}

/** The files that `cachedStep` doesn't install. */
export function withoutCached(facts: StepFacts): StepFacts {
  return { ...facts, distributions: facts.distributions.filter((one) => !isCached(one, facts)) };
}

function isCached(one: PlannedDistribution, { installer, cached }: StepFacts): boolean {
  return installer === "uv" && one.kind === "wheel" && cached.has(`${one.name}==${one.version}`);
}

/** Installs exactly these files. The installer asks no index and chooses nothing. */
export function installSteps(facts: StepFacts): readonly InstallStep[] {
  if (facts.distributions.length === 0) return [];
  const step = facts.installer === "uv" ? uvStep : pipStep;
  const sources = facts.distributions.filter((one) => one.kind === "sdist");
  // pip hands on to a build what it is told itself: to ask no index, and, if it is old, the build constraints.
  const apart = facts.withoutIsolation || facts.installer === "pip";
  if (!apart || sources.length === 0) return [step(facts)];
  const wheels = facts.distributions.filter((one) => one.kind === "wheel");
  const last = step({ ...facts, distributions: sources }, facts.withoutIsolation ? sources : []);
  return wheels.length === 0 ? [last] : [step({ ...facts, distributions: wheels }), last];
}

function builds(distributions: StepFacts["distributions"]): boolean {
  return distributions.some((one) => one.kind === "sdist");
}

/** A file of the constraints, where something is built; none otherwise. */
function constraintsFile({ distributions, buildConstraints }: StepFacts): InstallStep["files"] {
  if (!builds(distributions) || buildConstraints.length === 0) return [];
  return [{ name: BUILD_CONSTRAINTS, content: buildConstraints.map((one) => `${one}\n`).join("") }];
}

function uvStep(facts: StepFacts, withoutIsolation: readonly PlannedDistribution[] = []): InstallStep {
  const { distributions, interpreter, local } = facts;
  const constraints = constraintsFile(facts);
  return {
    files: [{ name: "pylock.toml", content: phaseLock(distributions, local) }, ...constraints],
    command: [
      ...[UV, "pip", "install", "--no-config", "--preview-features", "pylock", "--python", interpreter],
      // PEP 668: a system's package manager may forbid this, but nobody else manages our image.
      "--break-system-packages",
      // The plan may install a version that the base has already, because that copy can't be imported.
      "--reinstall",
      ...withoutIsolation.flatMap((one) => ["--no-build-isolation-package", one.name]),
      ...constraints.flatMap((file) => ["--build-constraints", file.name]),
      ...["-r", "pylock.toml"],
    ],
  };
}

function pipStep(facts: StepFacts, withoutIsolation: readonly PlannedDistribution[] = []): InstallStep {
  const { distributions, interpreter, basePython, local } = facts;
  const constraints = constraintsFile(facts);
  return {
    files: [
      { name: "links.html", content: pipLinks(distributions, local) },
      { name: "requirements.txt", content: pipRequirements(distributions) },
      ...constraints,
    ],
    env: Object.assign({}, ...constraints.map((file) => constraintsEnv(`${SCRATCH}/work/${file.name}`))),
    command: [
      ...[basePython, "-m", "pip", ...(interpreter === basePython ? [] : ["--python", interpreter])],
      ...["install", "--no-input", "--disable-pip-version-check"],
      ...["--progress-bar", "off", "--log", PIP_LOG],
      // Bytecode is compiled afterwards, in the same way for both installers.
      ...["--no-compile", "--no-deps", "--require-hashes", "--ignore-installed"],
      // What a source is built with comes from the machine's index; the hash says which file is installed.
      ...(builds(distributions) && withoutIsolation.length === 0 ? [] : ["--no-index"]),
      ...["--find-links", "links.html"],
      ...(withoutIsolation.length > 0 ? ["--no-build-isolation"] : []),
      ...["-r", "requirements.txt"],
    ],
  };
}

/** pip 25.3 and newer reads the first name alone for a build; an older pip knows only the second one, and hands it on to the build. */
function constraintsEnv(path: string): Readonly<Record<string, string>> {
  return { PIP_BUILD_CONSTRAINT: path, PIP_CONSTRAINT: path };
}
