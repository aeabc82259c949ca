import type { ResolveRequest } from "../request.ts";

/** Something that is known to be wrong with versions although they resolve. */
export interface VersionFault {
  /** What it is about, whatever the versions, e.g. `datasets beside pyarrow`. */
  readonly about: string;
  /** Whole sentences. */
  readonly message: string;
  /** Constraints (PEP 508), of which any one gets around it; the one to try first comes first. */
  readonly bounds: readonly string[];
}

/** The versions of an answer, and who brings them. */
export interface ChosenVersions {
  /** By normalised name (PEP 503). */
  readonly versions: ReadonlyMap<string, string>;
  /** The first phase that needs a distribution. */
  readonly phaseOf: (name: string) => string | undefined;
}

/** Judges versions by what is known of them. Only faults that bounds can get around are named. */
export type FaultsIn = (request: ResolveRequest, chosen: ChosenVersions) => readonly VersionFault[];
