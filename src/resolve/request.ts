import type { LeftOutPhase } from "../manifest/left-out-phase.ts";
import type { Manifest, PackageIndex, Phase } from "../manifest/manifest.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { CandidateWheel } from "./candidate-wheel.ts";

/** What the resolver has to know of a phase. */
export type RequestedPhase = Pick<
  Phase,
  "name" | "packages" | "imports" | "optional" | "environment" | "wheels" | "source_build" | "system_packages"
>;

/** What is resolved together: everything that decides which versions are chosen, and for whom. */
export interface ResolveRequest {
  readonly phases: readonly RequestedPhase[];
  /** Normalised names of the base's distributions that no phase may move. */
  readonly keep: readonly string[];
  readonly indexes: readonly PackageIndex[];
  readonly torchBackend: Install["torch_backend"];
  readonly facts: BaseFacts;
  /** Bounds for packages, whoever asks for them (PEP 508). */
  readonly constraints: readonly string[];
  /** Packages of the base's distribution that the manifest's top level names. */
  readonly systemPackages: readonly string[];
  /** Bounds for what sources are built with. */
  readonly buildConstraints: readonly string[];
  /** Packages of which no pre-release is taken. */
  readonly releasesOnly: readonly string[];
  /** Files at addresses of their own, each the only one that will do for its package. */
  readonly wheels: readonly CandidateWheel[];
  /** Versions that must come out again, where a written plan is derived anew. */
  readonly pins?: Pins | undefined;
}

/** `name==version` of everything that a plan installs: in the environment that phases share, and by phase in those of their own. */
export interface Pins {
  readonly shared: readonly string[];
  readonly isolated: Readonly<Record<string, readonly string[]>>;
  /** What sources are built with, by the source's name. */
  readonly builds: Readonly<Record<string, readonly string[]>>;
}

/** What a manifest asks for on a base, before any file that it names is read. */
export function resolveRequest(manifest: Manifest, facts: BaseFacts, pins?: Pins): ResolveRequest {
  const { phases, keep, indexes } = manifest;
  return {
    ...{ phases, keep, indexes, facts, constraints: [], releasesOnly: [], wheels: [] },
    torchBackend: manifest.install.torch_backend,
    systemPackages: manifest.system_packages,
    buildConstraints: manifest.build_constraints,
    pins,
  };
}

/** The system packages that sources may be built with: the top level's and the phases' own. */
export function systemPackagesOf({ systemPackages, phases }: ResolveRequest): readonly string[] {
  return [...new Set([...systemPackages, ...phases.flatMap((phase) => phase.system_packages)])].sort();
}

/** The request without these phases and the files that only they name. */
export function withoutPhases(
  request: ResolveRequest,
  leftOut: readonly Pick<LeftOutPhase, "phase">[],
): ResolveRequest {
  const names = new Set(leftOut.map((one) => one.phase));
  return {
    ...request,
    phases: request.phases.filter((phase) => !names.has(phase.name)),
    wheels: request.wheels.filter((wheel) => !names.has(wheel.phase)),
  };
}

/** The same request with files that are to be installed as they lie. */
export function withCandidates(request: ResolveRequest, wheels: readonly CandidateWheel[]): ResolveRequest {
  return { ...request, wheels: [...request.wheels, ...wheels] };
}

/** One phase as if it were all: its own environment holds nothing of the base, so that nothing is kept in it. */
export function onlyPhase(request: ResolveRequest, name: string): ResolveRequest {
  return { ...request, phases: request.phases.filter((phase) => phase.name === name), keep: [] };
}
