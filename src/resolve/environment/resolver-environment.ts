import type { TextResult } from "../../toolbox/exec-text.ts";

/** Where a resolver runs: a container of the base, or this machine where the base isn't local. */
export interface ResolverEnvironment {
  /** Absolute path of the folder with the resolution's files. */
  readonly folder: string;
  /** It is this machine itself, and no container. */
  readonly onMachine: boolean;
  /** Path of the uv program. */
  readonly uv: string;
  /** Path of the Python that uv asks about itself. */
  readonly python: string;
  /** uv's flags for the base's Python, or for another one, e.g. `3.12`. */
  pythonFlags(other?: string): readonly string[];
  /**
   * uv's flags that say what may be built. Where nothing may, these sources are taken all the same: the project states what
   * each requires, whatever its version, so that uv has no reason to build it.
   */
  buildFlags(sdists: readonly string[]): readonly string[];
  /** Writes files and folders; their names are paths below `folder`. */
  write(entries: readonly ResolverEntry[]): Promise<void>;
  run(command: readonly string[], options?: ResolverRun): Promise<TextResult>;
  /**
   * Installs the manifest's system packages, once, for builds that failed without them.
   * @returns whether they have come now, so that a build is worth another try.
   */
  installSystemPackages(): Promise<boolean>;
  /** Runs one of images/probes. */
  runProbe(name: string, args: readonly string[]): Promise<TextResult>;
}

export interface ResolverEntry {
  readonly name: string;
  /** Left out for a folder. */
  readonly content?: string | Uint8Array;
}

export interface ResolverRun {
  /** Path below `folder`. */
  readonly within?: string;
  readonly signal?: AbortSignal | undefined;
  /** The environment itself ends the command after so long; its exit code is then not 0. */
  readonly seconds?: number;
}
