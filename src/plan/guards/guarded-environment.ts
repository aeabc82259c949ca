import type { Manifest } from "../../manifest/manifest.ts";
import type { BaseFacts } from "../../resolve/base-facts.ts";
import { heldDistributions } from "../../resolve/held-distributions.ts";
import type { Resolution } from "../../resolve/resolution.ts";

/** A distribution that the finished environment holds. */
export interface HeldDistribution {
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
  /** What the phases ask for, as the manifest has it. */
  readonly asked: readonly { readonly phase: string; readonly requirement: string }[];
  readonly held: ReadonlyMap<string, HeldDistribution>;
  /** What the base holds before any phase, replaced or not. */
  readonly base: ReadonlyMap<string, string>;
  /** CUDA version of the base image, e.g. `12.8`. */
  readonly baseCuda: string | null;
}

/** The environment that all phases share with the base. */
export function sharedEnvironment(manifest: Manifest, resolution: Resolution): GuardedEnvironment {
  const base = baseVersions(resolution.base);
  const held = new Map<string, HeldDistribution>();
  for (const [name, version] of base) held.set(name, { name, version, phase: undefined, file: undefined });
  for (const one of resolution.distributions) {
    const phase = resolution.phases.find((each) => each.needs.includes(one.name))?.name;
    held.set(one.name, { name: one.name, version: one.version, phase, file: one.file.name });
  }
  return {
    asked: manifest.phases.flatMap((phase) =>
      phase.packages.map((requirement) => ({ phase: phase.name, requirement })),
    ),
    held,
    base,
    baseCuda: resolution.base.cuda,
  };
}

function baseVersions(facts: BaseFacts): ReadonlyMap<string, string> {
  return new Map(
    [...heldDistributions(facts).values()].flatMap(({ name, version }) =>
      version === null ? [] : [[name, version] as const],
    ),
  );
}
