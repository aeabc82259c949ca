import type { SourceLocation } from "../text/errors.ts";

/** Something that the manifest leaves out, in one sentence, with its place in the source. */
export interface Note {
  readonly message: string;
  readonly at?: SourceLocation;
}

/** A requirement or system package, as the source writes it. */
export interface Asked {
  readonly text: string;
  readonly at: SourceLocation;
  /** The source goes on where it can't be installed. */
  readonly optional?: true;
  /** Path of the file that a requirement names: absolute while sources are read, then relative to the manifest's folder. */
  readonly file?: string;
}

/** The words of a command, and its place in the source. */
export interface Command {
  readonly words: readonly string[];
  readonly at: SourceLocation;
}

/** Another file that the source includes. */
export interface Reference {
  readonly path: string;
  readonly at: SourceLocation;
}

export interface IndexMention {
  readonly url: string;
  readonly name?: string | undefined;
  /** The packages that come from this index, if the source says so. Otherwise the URL decides. */
  readonly packages?: readonly string[] | undefined;
  readonly at: SourceLocation;
}

/** Everything that one call of an installer, or one requirements file, asks for. */
export interface PipRequest {
  readonly asked: readonly Asked[];
  /** Bounds on the versions of packages that other requirements ask for. */
  readonly constraints: readonly Asked[];
  readonly requirementFiles: readonly Reference[];
  readonly constraintFiles: readonly Reference[];
  readonly indexes: readonly IndexMention[];
  /** uv's names for the builds of torch, such as `cu128`. */
  readonly torchBackends: readonly Asked[];
  /** The source goes on where it fails. */
  readonly mayFail?: true;
  readonly notes: readonly Note[];
}

/** A file or folder beside the source, and its path in the image. */
export interface Copied {
  readonly from: string;
  readonly to: string;
}

/** Requirements that are installed only on demand, such as an extra. */
export interface OptionalGroup {
  readonly title: string;
  readonly name: string;
  readonly packages: readonly string[];
  readonly at: SourceLocation;
}

/** The content of a source and of the files that it includes, before it is split into phases. */
export interface Outline {
  readonly name?: string | undefined;
  readonly image?: string | undefined;
  /** The versions of Python that the source allows, as a specifier. */
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
