import type { PlannedDistribution } from "../../plan/plan.ts";
import type { BuildLock } from "../../python/sources/build-lock.ts";
import { SCRATCH, UV } from "../../toolbox/container-paths.ts";
import {
  buildLinks,
  buildPins,
  type LocalFiles,
  phaseLock,
  pipLinks,
  pipRequirements,
} from "./installer-files.ts";

/** One run of the installer: the command, and the files that it reads in its working folder. */
export interface InstallStep {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It builds sources, so code of packages runs in it. */
  readonly builds?: boolean;
}

export interface StepFacts {
  readonly installer: "uv" | "pip";
  readonly interpreter: string;
  /** The base's Python. It has pip; the Python of an isolated environment has none. */
  readonly basePython: string;
  readonly distributions: readonly PlannedDistribution[];
  /** Install the wheels first, then build source distributions against what is installed. */
  readonly withoutIsolation: boolean;
  /** Distributions, `name==version`, that an earlier try has downloaded. */
  readonly cached: ReadonlySet<string>;
  readonly local: LocalFiles;
}

/** pip's own log. pip's output hides an outage behind "No matching distribution found". */
export const PIP_LOG = "pip.log";

const FOLDER = `${SCRATCH}/work`;
const BUILD_CONSTRAINTS = "build-constraints.txt";
const BUILD_LINKS = "build-links.html";

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

/**
 * Installs exactly these files. The installer asks no index and chooses nothing. Wheels go first: what they are is known before
 * the code of a source runs. Sources follow, together where they are built with the same files.
 */
export function installSteps(facts: StepFacts): readonly InstallStep[] {
  const step = facts.installer === "uv" ? uvStep : pipStep;
  const { withoutIsolation } = facts;
  const wheels = facts.distributions.filter((one) => one.kind === "wheel");
  const sources = facts.distributions.filter((one) => one.kind === "sdist");
  const groups = [wheels, ...(withoutIsolation ? [sources] : builtAlike(sources))];
  return groups
    .filter((group) => group.length > 0)
    .map((distributions) => ({
      ...step({ ...facts, distributions }),
      ...(distributions !== wheels && { builds: true }),
    }));
}

function builtAlike(sources: readonly PlannedDistribution[]): readonly (readonly PlannedDistribution[])[] {
  const groups = new Map<string, PlannedDistribution[]>();
  for (const one of sources) {
    const key = JSON.stringify(one.build?.distributions);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** What the sources of a step are built with; undefined where nothing is built, or is built against what is installed. */
function buildOf({ distributions, withoutIsolation }: StepFacts): BuildLock | undefined {
  return withoutIsolation ? undefined : distributions.find((one) => one.kind === "sdist")?.build;
}

function uvStep(facts: StepFacts): InstallStep {
  const { distributions, interpreter, local, withoutIsolation } = facts;
  const sources = distributions.filter((one) => one.kind === "sdist");
  const build = buildOf(facts);
  const pins = build ? [{ name: BUILD_CONSTRAINTS, content: buildPins(build, "with hashes") }] : [];
  return {
    files: [{ name: "pylock.toml", content: phaseLock(distributions, local) }, ...pins],
    command: [
      ...[UV, "pip", "install", "--no-config", "--preview-features", "pylock", "--python", interpreter],
      // PEP 668: a system's package manager may forbid this, but nobody else manages our image.
      "--break-system-packages",
      // The plan may install a version that the base has already, because that copy can't be imported.
      ...["--reinstall", "--no-index"],
      ...(withoutIsolation ? sources.flatMap((one) => ["--no-build-isolation-package", one.name]) : []),
      ...pins.flatMap((file) => ["--build-constraints", file.name]),
      ...buildFolders(build, local).flatMap((folder) => ["--find-links", folder]),
      ...["-r", "pylock.toml"],
    ],
  };
}

/** Each file of a build lies in a folder of its own. */
function buildFolders(build: BuildLock | undefined, local: LocalFiles): readonly string[] {
  const paths = build?.distributions.flatMap(({ file }) => local.get(file.sha256) ?? []) ?? [];
  return paths.map((path) => path.slice(0, path.lastIndexOf("/")));
}

function pipStep(facts: StepFacts): InstallStep {
  const { distributions, interpreter, basePython, local, withoutIsolation } = facts;
  const build = buildOf(facts);
  const beside = build
    ? [
        { name: BUILD_LINKS, content: buildLinks(build, local) },
        { name: BUILD_CONSTRAINTS, content: buildPins(build, "without hashes") },
      ]
    : [];
  return {
    files: [
      { name: "links.html", content: pipLinks(distributions, local) },
      { name: "requirements.txt", content: pipRequirements(distributions) },
      ...beside,
    ],
    env: build ? constraintsEnv(`${FOLDER}/${BUILD_CONSTRAINTS}`) : {},
    command: [
      ...[basePython, "-m", "pip", ...(interpreter === basePython ? [] : ["--python", interpreter])],
      ...["install", "--no-input", "--disable-pip-version-check"],
      ...["--progress-bar", "off", "--log", PIP_LOG],
      // Bytecode is compiled afterwards, in the same way for both installers.
      ...["--no-compile", "--no-deps", "--require-hashes", "--ignore-installed"],
      // pip hands these on to a build.
      ...["--no-index", "--find-links", `${FOLDER}/links.html`],
      ...(build ? ["--find-links", `${FOLDER}/${BUILD_LINKS}`] : []),
      ...(withoutIsolation ? ["--no-build-isolation"] : []),
      ...["-r", "requirements.txt"],
    ],
  };
}

/** pip 25.3 and newer reads the first name alone for a build; an older pip knows only the second one, and hands it on to the build. */
function constraintsEnv(path: string): Readonly<Record<string, string>> {
  return { PIP_BUILD_CONSTRAINT: path, PIP_CONSTRAINT: path };
}
