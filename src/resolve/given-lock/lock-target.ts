import { satisfies } from "@renovatebot/pep440";
import type { InstalledDistribution } from "../../base/installed-distributions.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { evaluateMarker, type MarkerEnvironment, MarkerError } from "../../python/marker.ts";
import type { Problem } from "../../text/errors.ts";
import type { WheelMetadata } from "../../wheels/wheel-metadata.ts";
import type { ResolveRequest } from "../request.ts";
import type { GivenPackage, ParsedLock } from "./given-lock.ts";

/** Whether the lock is for this base at all. */
export function targetProblems(
  { requiresPython, environments }: ParsedLock,
  facts: BaseFacts,
  environment: MarkerEnvironment,
  file: string,
): readonly Problem[] {
  const location = { file };
  const { version, machine } = facts.python;
  const problems: Problem[] = [];
  if (!acceptsPython(requiresPython, facts)) {
    problems.push({ message: `it is for Python ${requiresPython}; the base has ${version}`, location });
  }
  if (environments.length > 0 && !environments.some((marker) => holds(marker, environment))) {
    const message = `it is for other machines (${environments.slice(0, 3).join(" or ")}); the base is Linux on ${machine} with Python ${version}`;
    problems.push({ message, location });
  }
  return problems;
}

function acceptsPython(range: string | undefined | null, facts: BaseFacts): boolean {
  if (!range) return true;
  return satisfies(facts.python.version.replace(/\+$/, ""), range, { prereleases: true });
}

function holds(marker: string, environment: MarkerEnvironment): boolean {
  try {
    return evaluateMarker(marker, environment);
  } catch (error) {
    if (error instanceof MarkerError) return false;
    throw error;
  }
}

/** Packages that their publisher doesn't offer to the base's Python. */
export function pythonProblems(
  packages: ReadonlyMap<string, GivenPackage>,
  metadata: ReadonlyMap<string, WheelMetadata>,
  facts: BaseFacts,
): readonly Problem[] {
  return [...packages.values()].flatMap(({ name, version, requiresPython, location }) => {
    const range = requiresPython ?? metadata.get(name)?.requiresPython;
    if (acceptsPython(range, facts)) return [];
    const message = `${name} ${version} is for Python ${range}; the base has ${facts.python.version}`;
    return [{ message, location }];
  });
}

/** The packages whose markers hold for the base, one of each name. */
export function selectPackages(
  all: readonly GivenPackage[],
  environment: MarkerEnvironment,
  problems: Problem[],
): ReadonlyMap<string, GivenPackage> {
  const packages = new Map<string, GivenPackage>();
  for (const one of all) {
    const { name, marker, location } = one;
    try {
      if (marker !== undefined && !evaluateMarker(marker, environment)) continue;
    } catch (error) {
      if (!(error instanceof MarkerError)) throw error;
      problems.push({ message: `the marker of ${name} can't be judged: ${error.message}`, location });
      continue;
    }
    if (packages.has(name)) {
      problems.push({ message: `${name} is in it twice for this base; keep one of the two`, location });
    }
    packages.set(name, one);
  }
  return packages;
}

/** Kept distributions that may stay as they are. */
export function keptByBase(
  packages: ReadonlyMap<string, GivenPackage>,
  request: ResolveRequest,
  installed: ReadonlyMap<string, InstalledDistribution>,
  problems: Problem[],
): ReadonlySet<string> {
  const stays = new Set<string>();
  for (const name of request.keep) {
    const one = packages.get(name);
    const version = installed.get(name)?.version;
    if (!one || !version) continue;
    if (satisfies(version, `==${one.version}`, { prereleases: true })) stays.add(name);
    else {
      const message = `it would move ${name} from the base's ${version} to ${one.version}, and \`keep\` protects it; lock ${name}==${version}, or take it out of \`keep\``;
      problems.push({ message, location: one.location });
    }
  }
  return stays;
}

/** One index per package, also in a lock that was written elsewhere. */
export function indexPinProblems(
  packages: ReadonlyMap<string, GivenPackage>,
  request: ResolveRequest,
): readonly Problem[] {
  const plain = (url: string) => url.replace(/\/+$/, "");
  return request.indexes.flatMap((index) =>
    index.packages.flatMap((name) => {
      const one = packages.get(name);
      if (one?.index === undefined || plain(one.index) === plain(index.url)) return [];
      const message = `${name} is locked from ${plain(one.index)}, and \`indexes\` binds it to ${plain(index.url)}`;
      return [{ message, location: one.location }];
    }),
  );
}
