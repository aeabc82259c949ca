import type { SourceLocation } from "../text/errors.ts";

/** What the manifest can't hold, in one sentence, and where the source has it. */
export interface Note {
  readonly message: string;
  readonly at?: SourceLocation;
}

/** Something asked for as the source writes it: a requirement, a system package. */
export interface Asked {
  readonly text: string;
  readonly at: SourceLocation;
  /** The file that a requirement's path names: absolute while sources are read, then from the manifest's folder. */
  readonly file?: string;
}

/** A command by its words, and where the source has it. */
export interface Command {
  readonly words: readonly string[];
  readonly at: SourceLocation;
}

/** Another file that the source goes on in. */
export interface Reference {
  readonly path: string;
  readonly at: SourceLocation;
}

export interface IndexMention {
  readonly url: string;
  readonly name?: string | undefined;
  /** The packages that come from it, where the source says; otherwise they are told from the URL. */
  readonly packages?: readonly string[] | undefined;
  readonly at: SourceLocation;
}

/** What one call of an installer, or one requirements file, asks for. */
export interface PipRequest {
  readonly asked: readonly Asked[];
  /** Bounds for packages that something else asks for. */
  readonly constraints: readonly Asked[];
  readonly requirementFiles: readonly Reference[];
  readonly constraintFiles: readonly Reference[];
  readonly indexes: readonly IndexMention[];
  /** Where uv takes torch's family from, by its own names. */
  readonly torchBackends: readonly Asked[];
  readonly notes: readonly Note[];
}

/** A file or folder beside the source, and where the image has it. */
export interface Copied {
  readonly from: string;
  readonly to: string;
}

/** Requirements that the source installs only on demand, such as an extra. */
export interface OptionalGroup {
  readonly title: string;
  readonly name: string;
  readonly packages: readonly string[];
  readonly at: SourceLocation;
}

/** A source read to its end, its other files included, and not yet cut into phases. */
export interface Outline {
  readonly name?: string | undefined;
  readonly image?: string | undefined;
  /** Versions of Python that the source allows, as a version specifier. */
  readonly python?: string | undefined;
  /** Whether the source says that it needs a GPU. */
  readonly gpu?: boolean | undefined;
  readonly requests: readonly PipRequest[];
  readonly systemPackages: readonly Asked[];
  readonly run: readonly Command[];
  readonly files: readonly Copied[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly groups: readonly OptionalGroup[];
  readonly notes: readonly Note[];
}

export const EMPTY_REQUEST: PipRequest = {
  asked: [],
  constraints: [],
  requirementFiles: [],
  constraintFiles: [],
  indexes: [],
  torchBackends: [],
  notes: [],
};

export const EMPTY_OUTLINE: Outline = {
  requests: [],
  systemPackages: [],
  run: [],
  files: [],
  env: {},
  groups: [],
  notes: [],
};
