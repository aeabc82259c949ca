import { TomlError } from "smol-toml";
import * as z from "zod";
import { BuildError, messageOf } from "../text/errors.ts";
import { addressedFile } from "./direct-source.ts";
import { type PylockFile, type PylockPackage, readPylock } from "./pylock.ts";
import type { BuildLock } from "./sources/build-lock.ts";
import { wheelTags } from "./target-tags.ts";

/** A file that an index offers for a distribution, or that the manifest names. */
export interface LockedFile {
  /** A web address, a path beneath the manifest's folder, which begins with `./`, or `git+…@` and a whole commit id. */
  readonly url: string;
  readonly name: string;
  readonly sha256: string;
  /** Bytes to download; undefined where the index doesn't say. */
  readonly bytes: number | undefined;
  /** Of a commit: the tag, branch or id that was asked for; undefined where the default branch was. */
  readonly revision?: string;
}

export interface LockedDistribution {
  readonly name: string;
  readonly version: string;
  /** Address of the index that it comes from, where the lock names one. */
  readonly index?: string | undefined;
  readonly wheels: readonly LockedFile[];
  readonly sdist: LockedFile | undefined;
  /** What its source is built with, where the lock says so. */
  readonly build?: BuildLock | undefined;
  /** When its first file was published, in milliseconds, where the index says so. */
  readonly published?: number | undefined;
}

/**
 * Reads what `uv pip compile --format pylock.toml` wrote.
 * @throws BuildError when the text isn't such a lock.
 */
export function parseLock(text: string): readonly LockedDistribution[] {
  try {
    return readPylock(text).packages.map(lockedDistribution);
  } catch (error) {
    if (error instanceof z.ZodError) throw unreadable(z.prettifyError(error));
    if (error instanceof TomlError) throw unreadable(messageOf(error), error);
    throw error;
  }
}

function unreadable(evidence: string, cause?: unknown): BuildError {
  return new BuildError("The resolver wrote a lock that can't be read.", {
    evidence,
    remedy:
      "Every distribution needs a version and files with sha256 hashes; direct and local files have none yet.",
    cause,
  });
}

function lockedDistribution({ name, version, index, wheels, sdist }: PylockPackage): LockedDistribution {
  if (version === undefined) throw unreadable(`${name} has no version`);
  const file = ({ url, hashes, ...rest }: PylockFile) => {
    const { sha256 } = hashes;
    if (url === undefined || sha256 === undefined) throw unreadable(`${name} has a file without hash`);
    return lockedFile({ ...rest, url, sha256 });
  };
  const files = [...(wheels ?? []), ...(sdist ? [sdist] : [])];
  const times = files.flatMap((one) => one["upload-time"]?.getTime() ?? []);
  return {
    ...{ name, version, index, wheels: (wheels ?? []).map(file), sdist: sdist && file(sdist) },
    ...(times.length > 0 && { published: Math.min(...times) }),
  };
}

/** Named by its address where the lock gives no name. */
export function lockedFile(
  file: Pick<PylockFile, "name" | "size"> & { readonly url: string; readonly sha256: string },
): LockedFile {
  const { url, sha256, size, name = addressedFile(url) } = file;
  return { url, name, sha256, bytes: size };
}

/** Chooses the wheel that an installer with these tags prefers, or undefined when only a source distribution will do. */
export function wheelChooser(
  tags: readonly string[],
): (wheels: readonly LockedFile[]) => LockedFile | undefined {
  const rank = new Map(tags.map((tag, index) => [tag, index]));
  return (wheels) => {
    let best: LockedFile | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const wheel of wheels) {
      const own = Math.min(...wheelTags(wheel.name).map((tag) => rank.get(tag) ?? Number.POSITIVE_INFINITY));
      if (own < bestRank) [best, bestRank] = [wheel, own];
    }
    return best;
  };
}
