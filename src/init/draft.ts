import type { Requirement } from "../python/requirement.ts";
import type { Copied, Note, OptionalGroup } from "./outline.ts";

/** A requirement that a manifest takes. */
export interface Wanted {
  readonly text: string;
  readonly requirement: Requirement;
  readonly optional?: true;
}

export interface DraftIndex {
  readonly name: string;
  readonly url: string;
  readonly packages: readonly string[];
}

export interface DraftPhase {
  readonly name: string;
  readonly wanted: readonly Wanted[];
  /** Why these packages have a phase of their own. */
  readonly why: string;
  readonly optional?: true;
}

export interface DraftBase {
  readonly image: string;
  /** Sentences for the person who reads the manifest. */
  readonly remarks: readonly string[];
}

/** The content of a manifest before it is written. */
export interface Draft {
  /** Path of the source, relative to the user's folder. */
  readonly from: string;
  readonly name: string;
  readonly base: DraftBase;
  readonly indexes: readonly DraftIndex[];
  readonly systemPackages: readonly string[];
  readonly phases: readonly DraftPhase[];
  readonly torchBackend: string | undefined;
  /** Commands that run after all packages. */
  readonly run: readonly (readonly string[])[];
  readonly files: readonly Copied[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly groups: readonly OptionalGroup[];
  readonly notes: readonly Note[];
}
