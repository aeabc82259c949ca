import type { PlannedDistribution } from "../../plan/plan.ts";
import { UV } from "../../toolbox/places.ts";
import { type LocalFiles, phaseLock } from "./phase-lock.ts";
import { pipLinks, pipRequirements } from "./pip-files.ts";

/** One run of the installer: the files that it reads, in its working folder, and its command. */
export interface InstallStep {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly command: readonly string[];
}

export interface StepFacts {
  readonly installer: "uv" | "pip";
  readonly interpreter: string;
  /** The base's Python, which has pip; an environment of its own has none. */
  readonly basePython: string;
  readonly distributions: readonly PlannedDistribution[];
  /** Source distributions are built against what is installed, the wheels going in first. */
  readonly withoutIsolation: boolean;
  /** Distributions, `name==version`, that an earlier try has downloaded. */
  readonly held: ReadonlySet<string>;
  readonly local: LocalFiles;
}

/** pip's own account of what it did: its output hides an outage behind "No matching distribution found". */
export const PIP_LOG = "pip.log";

/**
 * What uv's cache holds goes in offline: online uv downloads anew what came from a server that says nothing of how long its
 * answers are good for, though the lock's hash says that they are. It only saves time: when it fails, `installSteps` of
 * everything do its work; when it succeeds, those of what `withoutHeld` leaves over, so that nothing goes in twice.
 */
export function heldStep(facts: StepFacts): InstallStep | undefined {
  const held = facts.distributions.filter((one) => isHeld(one, facts));
  if (held.length === 0) return undefined;
  const step = uvStep(facts, held, []);
  return { ...step, command: [...step.command, "--offline"] };
}

/** What the held step doesn't install. */
export function withoutHeld(facts: StepFacts): StepFacts {
  return { ...facts, distributions: facts.distributions.filter((one) => !isHeld(one, facts)) };
}

function isHeld(one: PlannedDistribution, { installer, held }: StepFacts): boolean {
  return installer === "uv" && one.kind === "wheel" && held.has(`${one.name}==${one.version}`);
}

/** Installs exactly these files: the installer asks no index for others and chooses nothing. */
export function installSteps(facts: StepFacts): readonly InstallStep[] {
  if (facts.distributions.length === 0) return [];
  const one = facts.installer === "uv" ? uvStep : pipStep;
  const sources = facts.distributions.filter((each) => each.kind === "sdist");
  if (!facts.withoutIsolation || sources.length === 0) return [one(facts, facts.distributions, [])];
  const wheels = facts.distributions.filter((each) => each.kind === "wheel");
  const last = one(facts, sources, sources);
  return wheels.length === 0 ? [last] : [one(facts, wheels, []), last];
}

type MakeStep = (
  facts: StepFacts,
  distributions: readonly PlannedDistribution[],
  withoutIsolation: readonly PlannedDistribution[],
) => InstallStep;

const uvStep: MakeStep = (facts, distributions, withoutIsolation) => ({
  files: [{ name: "pylock.toml", content: phaseLock(distributions, facts.local) }],
  command: [
    ...[UV, "pip", "install", "--no-config", "--preview-features", "pylock"],
    ...["--python", facts.interpreter],
    // PEP 668: the image is ours alone, so its own package manager has no say in it.
    "--break-system-packages",
    // What the base holds in just this version is installed all the same where the plan says so: it can't be imported.
    "--reinstall",
    ...withoutIsolation.flatMap((one) => ["--no-build-isolation-package", one.name]),
    ...["-r", "pylock.toml"],
  ],
});

const pipStep: MakeStep = (facts, distributions, withoutIsolation) => ({
  files: [
    { name: "links.html", content: pipLinks(distributions, facts.local) },
    { name: "requirements.txt", content: pipRequirements(distributions) },
  ],
  command: [
    ...[facts.basePython, "-m", "pip"],
    ...(facts.interpreter === facts.basePython ? [] : ["--python", facts.interpreter]),
    ...["install", "--no-input", "--disable-pip-version-check"],
    ...["--progress-bar", "off", "--log", PIP_LOG],
    // Bytecode is compiled afterwards, for all installers alike.
    ...["--no-compile", "--no-deps", "--require-hashes", "--ignore-installed"],
    ...["--no-index", "--find-links", "links.html"],
    ...(withoutIsolation.length > 0 ? ["--no-build-isolation"] : []),
    ...["-r", "requirements.txt"],
  ],
});
