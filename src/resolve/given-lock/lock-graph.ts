import { satisfies } from "@renovatebot/pep440";
import type { InstalledDistribution } from "../../base/installed-distributions.ts";
import { closureOf, type DependencyGraph } from "../../python/dependency-graph.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { type MarkerEnvironment, markerHolds } from "../../python/marker.ts";
import { anyVersion, type Requirement } from "../../python/requirement.ts";
import type { WheelMetadata } from "../../wheels/wheel-metadata.ts";
import type { RequestedPhase } from "../request.ts";
import type { GivenPackage } from "./given-lock.ts";

export interface LockContents {
  readonly phases: readonly RequestedPhase[];
  /** Phases that aren't installed, for which the lock may hold packages as well. */
  readonly absent?: readonly RequestedPhase[];
  readonly packages: ReadonlyMap<string, GivenPackage>;
  /** Of the packages whose dependencies the lock itself doesn't say; none for source distributions. */
  readonly metadata: ReadonlyMap<string, WheelMetadata>;
  readonly installed: ReadonlyMap<string, InstalledDistribution>;
  readonly environment: MarkerEnvironment;
}

/** A requirement that the lock doesn't meet. */
interface Unanswered {
  readonly message: string;
  /** The requirement, the package that has it (if a package has it), and what the lock holds instead (if anything). */
  readonly lack: string;
  /** The package that asks or is another version; none where a phase asks for what isn't there. */
  readonly about?: string;
}

/** Who needs what of a lock. */
export interface LockGraph {
  readonly graph: DependencyGraph;
  readonly problems: readonly Unanswered[];
  /** Packages that no phase needs. */
  readonly unclaimed: readonly string[];
}

interface Wanted {
  readonly name: string;
  readonly extras: readonly string[];
  readonly range: string;
}

/** Who asks for something, and in which words. */
interface Asker {
  readonly text: string;
  /** The whole of it, for a sentence. */
  readonly says: string;
  /** Undefined where a phase itself asks. */
  readonly package?: GivenPackage;
}

/** Follows the phases' requirements through the lock, by its own dependencies or by the wheels' metadata. */
export function lockGraph(contents: LockContents): LockGraph {
  const { graph, problems, claimed, opaque } = follow(contents, contents.phases);
  const absent = follow(contents, contents.absent ?? []);
  const lost = [...contents.packages.keys()].filter(
    (name) => !claimed.includes(name) && !absent.claimed.includes(name),
  );
  // What a source distribution asks for shows only when it is built: what nobody else needs is there for it.
  const unclaimed = opaque.length + absent.opaque.length > 0 ? [] : lost;
  if (lost.length === 0 || opaque.length === 0) return { graph, problems, unclaimed };
  const distributions = { ...graph.distributions, ...Object.fromEntries(opaque.map((name) => [name, lost])) };
  return { graph: { ...graph, distributions }, problems, unclaimed };
}

function follow(contents: LockContents, phases: readonly RequestedPhase[]) {
  const walk = new Walk(contents);
  const asked = Object.fromEntries(
    phases.map((phase) => [phase.name, walk.phase(phase.name, phase.packages)]),
  );
  const graph = { phases: asked, distributions: walk.finish() };
  const claimed = [...new Set(phases.flatMap((phase) => closureOf(graph, phase.name)))];
  const opaque = claimed.filter((name) => walk.isOpaque(name));
  return { graph, problems: walk.problems, claimed, opaque };
}

class Walk {
  readonly problems: Unanswered[] = [];
  readonly #contents: LockContents;
  readonly #edges = new Map<string, Set<string>>();
  readonly #seen = new Set<string>();
  readonly #waiting: Wanted[] = [];

  constructor(contents: LockContents) {
    this.#contents = contents;
  }

  /** What a phase asks for, of what is in the lock. */
  phase(name: string, requirements: readonly Requirement[]): readonly string[] {
    return requirements.flatMap((requirement) => {
      const { text } = requirement;
      const [wanted] = wantedOf(requirement, [], this.#contents.environment);
      return wanted ? this.#select(wanted, { text, says: `phase ${name} asks for ${text}` }) : [];
    });
  }

  finish(): Readonly<Record<string, readonly string[]>> {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#visit(next);
    return Object.fromEntries([...this.#edges].map(([name, wants]) => [name, [...wants].sort()]));
  }

  isOpaque(name: string): boolean {
    const one = this.#contents.packages.get(name);
    return one?.dependencies === undefined && !this.#contents.metadata.has(name);
  }

  #visit({ name, extras }: Wanted): void {
    const key = `${name}[${[...extras].sort().join()}]`;
    const one = this.#contents.packages.get(name);
    if (!one || this.#seen.has(key)) return;
    this.#seen.add(key);
    const edges = this.#edges.get(name) ?? new Set();
    this.#edges.set(name, edges);
    for (const requirement of [
      ...(this.#contents.metadata.get(name)?.requires ?? []),
      ...(one.dependencies ?? []).map(anyVersion),
    ]) {
      const { text } = requirement;
      const asker = { text, says: `${name} ${one.version} needs ${text}`, package: one };
      for (const wanted of wantedOf(requirement, extras, this.#contents.environment)) {
        for (const found of this.#select(wanted, asker)) edges.add(found);
      }
    }
  }

  /** The package of the lock that answers a requirement; none where the base does, or nobody. */
  #select(wanted: Wanted, asker: Asker): readonly string[] {
    const { packages, installed } = this.#contents;
    const locked = packages.get(wanted.name);
    if (!locked) {
      const version = installed.get(wanted.name)?.version;
      if (version !== undefined && version !== null && matches(version, wanted.range)) return [];
      const base = version ? `, and the base's ${version} isn't that` : "";
      const message = `${asker.says}, which it doesn't hold${base}`;
      this.problems.push({
        message,
        lack: lackOf(asker),
        ...(asker.package && { about: asker.package.name }),
      });
      return [];
    }
    if (!matches(locked.version, wanted.range)) {
      const other = `, and it holds ${wanted.name} ${locked.version}`;
      const message = `${asker.says}${other}`;
      this.problems.push({ message, lack: `${lackOf(asker)}${other}`, about: wanted.name });
    }
    this.#waiting.push(wanted);
    return [wanted.name];
  }
}

function lackOf({ text, package: one }: Asker): string {
  return one ? `${text} for ${one.name} ${one.version}` : text;
}

function matches(version: string, range: string): boolean {
  return range === "" || satisfies(version, range, { prereleases: true });
}

/** A requirement as far as its marker holds for the base and the extras that are asked for; none where it doesn't. */
function wantedOf(
  { name, normalised, marker, ...requirement }: Requirement,
  extras: readonly string[],
  environment: MarkerEnvironment,
): readonly Wanted[] {
  const holds = ["", ...extras].some((extra) => markerHolds(marker, { ...environment, extra }));
  if (name === "" || !holds) return [];
  const { specifiers } = requirement;
  return [{ name: normalised, extras: requirement.extras.map(normaliseName), range: specifiers.join(",") }];
}
