import { isLocalAddress } from "../python/direct-source.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { privateGitFault, privateIndexFault } from "../python/index-url.ts";
import type { Requirement } from "../python/requirement.ts";
import type { Problem, SourceLocation } from "../text/errors.ts";
import { quote } from "../text/quote.ts";
import { aboutValue } from "../text/units/expectation.ts";

type Path = readonly (string | number)[];
type Locate = (path: Path) => SourceLocation;

interface Sketch {
  readonly indexes: readonly { readonly packages: readonly string[] }[];
  readonly phases: readonly {
    /** Undefined where there is a fault, which the schema reports. */
    readonly packages: readonly (Requirement | undefined)[];
    readonly environment: string;
  }[];
}

interface Direct {
  readonly requirement: Requirement;
  /** Its own number where the phase is isolated. */
  readonly environment: number | undefined;
  readonly path: Path;
}

/** Requirements that name a file or a commit, and contradict another part of the manifest. */
export function directProblems(sketch: Sketch, locate: Locate, allowPrivate: boolean): Problem[] {
  const asked = directs(sketch);
  const pins = indexPins(sketch);
  const first = new Map<string, Direct>();
  return asked.flatMap((one) => {
    const { requirement, path } = one;
    const key = `${one.environment ?? ""} ${requirement.normalised}`;
    const earlier = first.get(key) ?? one;
    first.set(key, earlier);
    const index = pins.get(requirement.normalised);
    const faults = [
      allowPrivate ? undefined : privateFault(requirement),
      sameFile(earlier, one) ? undefined : otherFile(requirement, locate(earlier.path)),
      index && bothFault(requirement, locate(index)),
    ];
    return faults.flatMap((fault) =>
      fault === undefined ? [] : [{ message: aboutValue(path, fault), location: locate(path) }],
    );
  });
}

function directs({ phases }: Sketch): readonly Direct[] {
  return phases.flatMap(({ packages, environment }, phase) =>
    packages.flatMap((requirement, index) => {
      if (requirement?.source === undefined) return [];
      const path = ["phases", phase, "packages", index];
      return [{ requirement, environment: environment === "isolated" ? phase : undefined, path }];
    }),
  );
}

function indexPins({ indexes }: Sketch): ReadonlyMap<string, Path> {
  return new Map(
    indexes.flatMap(({ packages }, index) =>
      packages.map((name, at) => [normaliseName(name), ["indexes", index, "packages", at]] as const),
    ),
  );
}

function privateFault({ source }: Requirement): string | undefined {
  if (source === undefined || isLocalAddress(source.address)) return undefined;
  return source.git ? privateGitFault(source.git.url) : privateIndexFault(source.address);
}

function sameFile(one: Direct, other: Direct): boolean {
  return one.requirement.source?.address === other.requirement.source?.address;
}

function otherFile({ name }: Requirement, earlier: SourceLocation): string {
  return `asks for ${quote(name)} by another file than line ${earlier.line ?? 1}, and one environment holds one of them; keep one, or give the phase \`environment: isolated\``;
}

function bothFault({ name }: Requirement, index: SourceLocation): string {
  return `asks for ${quote(name)} by a file of its own, and the index on line ${index.line ?? 1} is bound to it; keep one of the two`;
}
