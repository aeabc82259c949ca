import { type CommonPath, commonPaths } from "../../sizes/common-paths.ts";
import type { DistributionFile, MeasuredDistribution } from "../../sizes/measured.ts";
import { isModule } from "./lost-module.ts";

/** A distribution of an environment and where its files go. */
export interface Bringing extends Pick<MeasuredDistribution, "folders" | "fileAt"> {
  readonly name: string;
  readonly version: string;
  /** The base holds it, and no phase may move it. */
  readonly kept: boolean;
}

/** Two distributions of one environment that bring other content to the same paths. */
export interface Collision {
  readonly pair: readonly [Bringing, Bringing];
  /** Absolute and sorted. Only one of both files can be there. */
  readonly paths: readonly string[];
  /** Those of the paths at which one of both loses a module. */
  readonly modules: readonly string[];
  /** Paths at which one has a file and the other a folder, so that an installer fails. */
  readonly blocked: readonly string[];
}

/** Every pair that collides. @param purelib where modules lie. */
export function collisionsOf(all: readonly Bringing[], purelib: string): readonly Collision[] {
  const found = new Map<string, { pair: Collision["pair"]; at: Clash[] }>();
  for (const common of commonPaths(all)) {
    for (const { pair, ...clash } of clashesAt(common)) {
      const key = pair.map((one) => one.name).join(" ");
      const known = found.get(key) ?? { pair, at: [] };
      found.set(key, known);
      known.at.push(clash);
    }
  }
  return [...found.values()].map(({ pair, at }) => {
    const files = at.filter((one) => !one.blocked);
    const lost = files.filter((one) => one.certain && isModule(one.path, pair, purelib));
    return {
      pair,
      paths: sorted(files),
      modules: sorted(lost),
      blocked: sorted(at.filter((one) => one.blocked)),
    };
  });
}

interface Clash {
  readonly path: string;
  readonly blocked: boolean;
  /** The contents are known, not only their sizes. */
  readonly certain: boolean;
}

function sorted(clashes: readonly Clash[]): readonly string[] {
  return clashes.map((one) => one.path).sort();
}

function clashesAt({ path, owners, withFolder }: CommonPath<Bringing>) {
  const withFile = owners.flatMap((owner) => {
    const file = withFolder.includes(owner) ? undefined : owner.fileAt(path);
    return file === undefined || file.isBytecode ? [] : [{ owner, file }];
  });
  const blocked = withFile.flatMap(({ owner }) =>
    withFolder.map((other) => ({ ...{ path, blocked: true, certain: true }, pair: inOrder(owner, other) })),
  );
  const differing = withFile.flatMap((one, index) =>
    withFile
      .slice(index + 1)
      .filter((other) => differ(one.file, other.file))
      .map((other) => ({
        ...{ path, blocked: false, certain: isKnown(one.file) && isKnown(other.file) },
        pair: inOrder(one.owner, other.owner),
      })),
  );
  return [...blocked, ...differing].filter(({ pair }) => !pair.every((one) => one.kept));
}

function inOrder(one: Bringing, other: Bringing): readonly [Bringing, Bringing] {
  return one.name < other.name ? [one, other] : [other, one];
}

function isKnown({ content }: DistributionFile): boolean {
  return content !== undefined;
}

/** Where only a size is known, files of one size are taken for the same. */
function differ(one: DistributionFile, other: DistributionFile): boolean {
  return isKnown(one) && isKnown(other) ? one.content !== other.content : one.bytes !== other.bytes;
}
