import type { TrialResult } from "../../../../src/resolve/remedies/try-resolve.ts";

interface SolutionParts {
  /** Names that have no wheel. */
  readonly sources?: readonly string[];
  /** Day on which a version was published, by name. */
  readonly published?: Readonly<Record<string, string>>;
}

/** A resolution that came to these versions, each with a wheel that fits everywhere. */
export function solution(versions: Readonly<Record<string, string>>, parts: SolutionParts = {}): TrialResult {
  const locked = Object.entries(versions).map(([name, version]) => {
    const file = (ending: string) => ({
      ...{ url: `https://index.example/${name}`, sha256: "0", bytes: 1 },
      name: `${name.replaceAll("-", "_")}-${version}${ending}`,
    });
    const day = parts.published?.[name];
    return {
      ...{ name, version, sdist: file(".tar.gz") },
      wheels: parts.sources?.includes(name) ? [] : [file("-py3-none-any.whl")],
      ...(day !== undefined && { published: Date.parse(day) }),
    };
  });
  return { solved: true, locked };
}
