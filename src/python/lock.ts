import { parse, TomlError } from "smol-toml";
import * as z from "zod";
import { BuildError, messageOf } from "../text/errors.ts";
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
}

const File = z.object({
  url: z.string(),
  name: z.string().optional(),
  size: z.number().optional(),
  hashes: z.object({ sha256: z.string() }),
});
// Lenient on purpose: PEP 751 allows keys that this project has no use for.
const Pylock = z.object({
  "lock-version": z.string(),
  packages: z
    .array(
      z.object({
        name: z.string(),
        version: z.string(),
        index: z.string().optional(),
        wheels: z.array(File).optional(),
        sdist: File.optional(),
      }),
    )
    .default([]),
});

/**
 * Reads what `uv pip compile --format pylock.toml` wrote (PEP 751).
 * @throws BuildError when the text isn't such a lock.
 */
export function parseLock(text: string): readonly LockedDistribution[] {
  const read = Pylock.safeParse(parseToml(text));
  if (!read.success) {
    throw new BuildError("The resolver wrote a lock that can't be read.", {
      evidence: z.prettifyError(read.error),
      remedy:
        "Every distribution needs a version and files with sha256 hashes; direct and local files have none yet.",
    });
  }
  return read.data.packages.map((one) => ({
    name: one.name,
    version: one.version,
    index: one.index,
    wheels: (one.wheels ?? []).map(lockedFile),
    sdist: one.sdist ? lockedFile(one.sdist) : undefined,
  }));
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new BuildError("The resolver wrote a lock that can't be read.", {
      evidence: messageOf(error),
      cause: error,
    });
  }
}

/** Named by its address where the lock gives no name. */
export function lockedFile(file: z.infer<typeof File>): LockedFile {
  const path = file.url.split(/[?#]/)[0] ?? file.url;
  const name = file.name ?? decoded(path.slice(path.lastIndexOf("/") + 1));
  return { url: file.url, name, sha256: file.hashes.sha256, bytes: file.size };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone `%` stands for itself
  }
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
