import type { BaseFacts } from "../../python/base-facts.ts";
import { type DirectSource, isLocalAddress } from "../../python/direct-source.ts";
import { type MarkerEnvironment, markerHolds } from "../../python/marker.ts";
import type { Requirement } from "../../python/requirement.ts";
import type { RequestedPhase, ResolveRequest } from "../request.ts";

/** A requirement that names a file, with the phase that asks. */
export interface DirectUrlRequirement {
  readonly phase: string;
  readonly requirement: Requirement;
  readonly source: DirectSource;
}

/** What such files are read for. */
export interface DirectBase {
  /** Undefined for a declared base whose image isn't local: then no source archive can be read. */
  readonly imageId: string | undefined;
  readonly facts: BaseFacts;
  /** Ask for branches and tags again where an earlier plan's answer would do. */
  readonly refresh?: boolean;
  /** Everything that the phases ask for, by which such an answer is remembered. */
  readonly asked?: readonly string[];
}

/** Names that phases ask for by a file of their own, whether or not their markers hold. */
export function directNames({ phases }: Pick<ResolveRequest, "phases">): ReadonlySet<string> {
  const all = phases.flatMap((phase) => phase.packages);
  return new Set(all.filter((one) => one.source !== undefined).map((one) => one.normalised));
}

/** Web addresses of files that phases ask for, each once. */
export function webAddresses({ phases }: Pick<ResolveRequest, "phases">): readonly string[] {
  const all = phases.flatMap((phase) => phase.packages);
  const addresses = all.flatMap(({ source }) => (source && !source.git ? source.address : []));
  return [...new Set(addresses)].filter((address) => !isLocalAddress(address));
}

/** What a phase asks for by a file, as far as it is asked for in this environment. */
export function directUrlRequirements(
  phase: RequestedPhase,
  environment: MarkerEnvironment,
): readonly DirectUrlRequirement[] {
  return phase.packages.flatMap((requirement) => {
    const { source, marker } = requirement;
    if (source === undefined || !markerHolds(marker, environment)) return [];
    return [{ phase: phase.name, requirement, source }];
  });
}
