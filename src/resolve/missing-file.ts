import { createHash } from "node:crypto";
import type { BaseFacts } from "../python/base-facts.ts";
import { addressedFile } from "../python/direct-source.ts";
import { targetTags, wheelTags } from "../python/target-tags.ts";
import { BuildError, ConflictError, RegistryError, type SurelayerError } from "../text/errors.ts";
import { type CandidateWheel, namedVersion } from "./candidate-wheel.ts";
import { type ResolveRequest, withCandidates } from "./request.ts";

/** A file that a required phase names and that can't be had. The plan fails for it, after everything else was judged, too. */
export interface MissingFile {
  readonly phase: string;
  /** Normalised (PEP 503). */
  readonly distribution: string;
  readonly error: SurelayerError;
  /** What its name tells, to resolve the rest beside; undefined where the name tells no version. */
  readonly standIn?: CandidateWheel | undefined;
}

/** Whether the rest can be judged beside this error. An engine that is gone, or Ctrl-C, ends the plan at once. */
export function isFileFault(error: unknown): error is SurelayerError {
  return [ConflictError, RegistryError, BuildError].some((one) => error instanceof one);
}

type Named = Pick<CandidateWheel, "phase" | "distribution" | "chosenBy" | "direct">;

/**
 * A wheel as far as its name tells what it is. It requires nothing, so whatever can't be resolved beside it can't be resolved beside the
 * real one. A name for another Python gets tags for any: that fault has been said.
 */
export function standInFor(url: string, named: Named, { python }: BaseFacts): CandidateWheel {
  const { distribution } = named;
  const written = addressedFile(url);
  const version = namedVersion(written);
  const tags = new Set(targetTags(python));
  const fits = wheelTags(written).some((tag) => tags.has(tag));
  const name = fits ? written : `${distribution.replaceAll("-", "_")}-${version}-py3-none-any.whl`;
  const sha256 = createHash("sha256").update(`stand-in for ${url}`).digest("hex");
  const metadata = `Metadata-Version: 2.1\nName: ${distribution}\nVersion: ${version}\n`;
  return { ...named, version, file: { url, name, bytes: undefined, sha256 }, content: { metadata } };
}

/** The request with what is known of the missing files. Those that nothing is known of aren't asked for. */
export function besideMissing(request: ResolveRequest, missing: readonly MissingFile[]): ResolveRequest {
  const unknown = missing.filter((one) => one.standIn === undefined);
  const phases = request.phases.map((phase) => ({
    ...phase,
    packages: phase.packages.filter(
      (one) => !unknown.some((lost) => lost.phase === phase.name && lost.distribution === one.normalised),
    ),
  }));
  return withCandidates(
    { ...request, phases },
    missing.flatMap((one) => one.standIn ?? []),
  );
}
