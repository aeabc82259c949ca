import type { Requirement } from "../python/requirement.ts";
import type { Copied, Note, OptionalGroup } from "./outline.ts";

/** A requirement that a manifest takes as it is. */
export interface Wanted {
  readonly text: string;
  readonly requirement: Requirement;
}

export interface DraftIndex {
  readonly name: string;
  readonly url: string;
  readonly packages: readonly string[];
}

export interface DraftPhase {
  readonly name: string;
  readonly wanted: readonly Wanted[];
  /** Why these packages are together, or alone. */
  readonly why: string;
}

export interface DraftBase {
  readonly image: string;
  /** Sentences for the person who reads the manifest. */
  readonly remarks: readonly string[];
}

/** What will be written, in the manifest's own nouns. */
export interface Draft {
  /** The source as the user called it; undefined for a starter manifest. */
  readonly from: string | undefined;
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
