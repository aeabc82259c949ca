import type { BaseFacts } from "../python/base-facts.ts";
import type { LockedDistribution, LockedFile } from "../python/lock.ts";
import type { BuildLock } from "../python/sources/build-lock.ts";
import type { Advice } from "./advice.ts";
import type { FaultyWheel } from "./faulty-wheel.ts";
import type { UnpackedSdist } from "./sdist/sdist-contents.ts";
import type { SourceCode } from "./sdist/source-code.ts";
import type { WheelContents } from "./wheel-contents.ts";

/** One distribution of the lock with the file that will be installed. */
export interface Distribution {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  readonly kind: "wheel" | "sdist";
  readonly file: LockedFile;
  /** The files that the wheel unpacks to; undefined for a source distribution that no plan has opened. */
  readonly contents: WheelContents | undefined;
  /** Why its wheel can't be installed; then its contents weren't read, and a plan installs it nowhere. */
  readonly fault?: FaultyWheel | undefined;
  /** Whether a source distribution was built or only listed to get `directory`. */
  readonly unpacked?: UnpackedSdist | undefined;
  /** What a source's archive says of its own build; undefined for a wheel, for a pure source, and where it wasn't read. */
  readonly code?: SourceCode | undefined;
  /** What a source is built with; undefined for a wheel, and for a source that nobody builds or that can't be read. */
  readonly build?: BuildLock | undefined;
}

/** Whether its installation may run a compiler: a source that holds code to compile, or that can't be read. */
export function mayCompile({ kind, unpacked, code }: Distribution): boolean {
  if (kind !== "sdist") return false;
  return unpacked === undefined ? (code?.native ?? true) : unpacked.nativeBytes > 0;
}

/** What a phase needs. `satisfied` are distributions that the base has already in the version of the lock. */
export interface PhaseResolution {
  readonly name: string;
  readonly needs: readonly string[];
  readonly satisfied: readonly string[];
  /** Which of its distributions asks directly for which, as far as phases' order depends on it. */
  readonly direct: Readonly<Record<string, readonly string[]>>;
}

/** The lock of an isolated phase, which knows nothing of the base's packages nor of other phases. */
export interface IsolatedResolution {
  readonly phase: PhaseResolution;
  readonly distributions: readonly Distribution[];
}

/** One lock for all phases that share an environment with the base, and one for each that has its own. */
export interface Resolution {
  readonly base: BaseFacts;
  /** Of the shared environment. */
  readonly distributions: readonly Distribution[];
  /** The whole lock of the shared environment, with every file that it offers, what the base provides included. */
  readonly locked: readonly LockedDistribution[];
  /** Those that share an environment. */
  readonly phases: readonly PhaseResolution[];
  readonly isolated: readonly IsolatedResolution[];
  /** Remarks for the user on how the lock was found; whole sentences. */
  readonly remarks: readonly string[];
  /** What there is to say about its versions, for each environment. */
  readonly advice: readonly Advice[];
  /** Bytes that were fetched to learn the sizes. */
  readonly fetchedBytes: number;
}

/** What is installed side by side. */
export type InstalledTogether = Pick<Resolution, "phases" | "distributions">;

export function environmentsOf(resolution: Resolution): readonly InstalledTogether[] {
  const isolated = resolution.isolated.map(({ phase, distributions }) => ({
    phases: [phase],
    distributions,
  }));
  return [resolution, ...isolated];
}
