import { type BaseRequirement, baseRequirements } from "../../base/base-requirements.ts";
import { installedDistributions } from "../../base/installed-distributions.ts";
import type { Manifest, Phase } from "../../manifest/manifest.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import type { Requirement } from "../../python/requirement.ts";
import type { Distribution, PhaseResolution, Resolution } from "../../wheels/resolution.ts";

/** A distribution that the finished environment holds. */
export interface GuardedDistribution {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** The phase that brings it; undefined where the base does. */
  readonly phase: string | undefined;
  /** Name of the file that it is installed from; undefined where the base holds it. */
  readonly file: string | undefined;
}

/** One Python environment of the image as it will be: what the guards judge. */
export interface GuardedEnvironment {
  /** The isolated phase that has it for itself; left out for the one that phases share with the base. */
  readonly isolated?: string;
  /** What the phases ask for. */
  readonly asked: readonly { readonly phase: string; readonly requirement: Requirement }[];
  readonly installed: ReadonlyMap<string, GuardedDistribution>;
  /** What the base holds before any phase, replaced or not. */
  readonly base: ReadonlyMap<string, string>;
  /** What the base's distributions require of each other, and get there. */
  readonly baseRequires: readonly BaseRequirement[];
  /** CUDA version of the base image, e.g. `12.8`. */
  readonly baseCuda: string | null;
}

/** Every environment of the image: the one that phases share with the base, and those of isolated phases. */
export function guardedEnvironments(
  manifest: Manifest,
  resolution: Resolution,
): readonly GuardedEnvironment[] {
  const isolated = resolution.isolated.map((one) =>
    environmentOf([one.phase], one.distributions, {
      isolated: one.phase.name,
      asked: askedBy(manifest, (phase) => phase.name === one.phase.name),
      base: new Map(),
      baseRequires: [],
      baseCuda: resolution.base.cuda,
    }),
  );
  return [sharedEnvironment(manifest, resolution), ...isolated];
}

/** The environment that phases share with the base. */
export function sharedEnvironment(manifest: Manifest, resolution: Resolution): GuardedEnvironment {
  return environmentOf(resolution.phases, resolution.distributions, {
    asked: askedBy(manifest, (phase) => phase.environment === "shared"),
    ...knownOfBase(resolution.base),
  });
}

/** What an environment that is shared with the base begins with. */
function knownOfBase(facts: BaseFacts): Pick<GuardedEnvironment, "base" | "baseRequires" | "baseCuda"> {
  return { base: baseVersions(facts), baseRequires: baseRequirements(facts), baseCuda: facts.cuda };
}

/** The environment that phases share with the base, of versions that there is no plan of yet. */
export function environmentOfVersions(
  facts: BaseFacts,
  brought: readonly GuardedDistribution[],
): GuardedEnvironment {
  const known = knownOfBase(facts);
  const held = [...known.base].map(([name, version]) => ({
    name,
    version,
    phase: undefined,
    file: undefined,
  }));
  const moved = brought.filter(({ name, version }) => known.base.get(name) !== version);
  // What the manifest is warned of anyway is no matter of versions.
  return { ...known, asked: [], installed: new Map([...held, ...moved].map((one) => [one.name, one])) };
}

function environmentOf(
  phases: readonly PhaseResolution[],
  distributions: readonly Distribution[],
  known: Omit<GuardedEnvironment, "installed">,
): GuardedEnvironment {
  const installed = new Map<string, GuardedDistribution>();
  for (const [name, version] of known.base)
    installed.set(name, { name, version, phase: undefined, file: undefined });
  for (const one of distributions) {
    const needing = phases.filter((each) => each.needs.includes(one.name)).map((each) => each.name);
    const asking = known.asked.find(({ requirement }) => requirement.normalised === one.name)?.phase;
    const phase = needing.find((name) => name === asking) ?? needing[0];
    installed.set(one.name, { name: one.name, version: one.version, phase, file: one.file.name });
  }
  return { ...known, installed };
}

function askedBy(manifest: Manifest, lives: (phase: Phase) => boolean): GuardedEnvironment["asked"] {
  return manifest.phases
    .filter(lives)
    .flatMap((phase) => phase.packages.map((requirement) => ({ phase: phase.name, requirement })));
}

function baseVersions(facts: BaseFacts): ReadonlyMap<string, string> {
  return new Map(
    [...installedDistributions(facts).values()].flatMap(({ name, version }) =>
      version === null ? [] : [[name, version] as const],
    ),
  );
}
