import { ConflictError, describeLocation, type Problem, type SourceLocation } from "../errors.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import type { BaseFacts } from "./base-facts.ts";
import { closureOf, type DependencyGraph } from "./dependency-graph.ts";
import { type GivenLock, type GivenPackage, readGivenLock } from "./given-lock.ts";
import { heldDistributions } from "./held-distributions.ts";
import { chooseWheel, type LockedDistribution } from "./lock.ts";
import { directProblems } from "./lock-direct.ts";
import { lockGraph } from "./lock-graph.ts";
import { boundProblems, keptByBase, placeProblems, pythonProblems, selectPackages } from "./lock-place.ts";
import { markerEnvironment } from "./marker.ts";
import { packLockedCommits } from "./pack-locked-commits.ts";
import { targetTags } from "./target-tags.ts";
import { orVanished } from "./vanished.ts";
import { metadataReader, type WheelMetadata } from "./wheel-metadata.ts";

/** A lock as the rest of the plan takes it, whoever made it. */
export interface TakenLock {
  readonly locked: readonly LockedDistribution[];
  readonly graph: DependencyGraph;
  /** Kept distributions whose version in the base stands for the lock's (2.8.0+cu128 for 2.8.0). */
  readonly keptHeld: ReadonlySet<string>;
}

interface LockQuestion {
  readonly manifest: Manifest;
  readonly facts: BaseFacts;
  readonly lock: GivenLock;
}

/**
 * Takes exactly the versions and files of the user's own lock; asks no resolver.
 * @throws ManifestError for what is wrong with the file itself; ConflictError where it doesn't go with manifest or base.
 */
export async function takeLock({ manifest, facts, lock }: LockQuestion, ports: Ports): Promise<TakenLock> {
  const parsed = readGivenLock(lock, indexHosts(ports.network.installerEnv));
  const environment = markerEnvironment(facts.python);
  const problems: Problem[] = [...placeProblems(parsed, facts, environment, lock.file)];
  const selected = selectPackages(parsed.packages, environment, problems);
  const held = heldDistributions(facts);
  const keptHeld = keptByBase(selected, manifest, held, problems);
  problems.push(...boundProblems(selected, manifest));
  problems.push(...(await directProblems(selected, manifest, environment, ports)));
  refuse(problems, lock);

  const packages = await packLockedCommits(selected, ports);
  const metadata = await ports.log.task(`check ${lock.file} against the manifest`, () =>
    readMetadata([...packages.values()], facts, ports),
  );
  refuse(pythonProblems(packages, metadata, facts), lock);
  const answer = lockGraph({ manifest, packages, metadata, held, environment });
  const at = (name: string | undefined): SourceLocation =>
    packages.get(name ?? "")?.location ?? { file: lock.file };
  refuse(
    [
      ...answer.problems.map(({ message, about }) => ({ message, location: at(about) })),
      ...answer.unclaimed.map((name) => ({
        message: `no phase needs ${name}; ask for it in \`packages\`, or take it out of the lock`,
        location: at(name),
      })),
    ],
    lock,
  );
  const graph = cutAt(keptHeld, answer.graph);
  const needed = new Set(manifest.phases.flatMap((phase) => closureOf(graph, phase.name)));
  return { locked: [...packages.values()].filter((one) => needed.has(one.name)), graph, keptHeld };
}

/** Hosts that the machine's own installer configuration names: those are trusted. */
function indexHosts(env: Readonly<Record<string, string>>): ReadonlySet<string> {
  const urls = Object.entries(env).flatMap(([name, value]) => (/INDEX/.test(name) ? value.split(/\s+/) : []));
  return new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])));
}

const CONCURRENT_READS = 16;

/** What wheels ask for, where the lock itself doesn't say. */
async function readMetadata(
  packages: readonly GivenPackage[],
  facts: BaseFacts,
  ports: Ports,
): Promise<ReadonlyMap<string, WheelMetadata>> {
  const tags = targetTags(facts.python);
  const read = metadataReader(ports);
  const found = new Map<string, WheelMetadata>();
  const waiting = packages.filter((one) => one.dependencies === undefined);
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      ports.signal.throwIfAborted();
      const wheel = chooseWheel(one.wheels, tags);
      if (wheel) found.set(one.name, await orVanished(one, read(wheel)));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, work));
  return found;
}

/** A kept package needs nothing that the base, which runs it, doesn't hold. */
function cutAt(names: ReadonlySet<string>, graph: DependencyGraph): DependencyGraph {
  const distributions = Object.entries(graph.distributions).filter(([name]) => !names.has(name));
  return { phases: graph.phases, distributions: Object.fromEntries(distributions) };
}

const MOST_SHOWN = 20;

function refuse(problems: readonly Problem[], lock: GivenLock): void {
  const [first] = problems;
  if (!first) return;
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ message, location }) => `${describeLocation(location)}: ${message}`);
  if (problems.length > MOST_SHOWN) lines.push(`and ${problems.length - MOST_SHOWN} more`);
  throw new ConflictError(
    `The lock ${lock.file} doesn't go with the manifest and its base: ${first.message}.`,
    {
      location: first.location,
      evidence: lines.join("\n"),
      remedy:
        "Lock anew: take `lock` out of the manifest, run `surelayer plan --write-lock pylock.toml`, look at what changed, and put `lock` back; or change what is named above.",
    },
  );
}
