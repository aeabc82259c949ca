import { installedDistributions } from "../../base/installed-distributions.ts";
import { packCommit } from "../../git/pack-commit.ts";
import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { closureOf, type DependencyGraph } from "../../python/dependency-graph.ts";
import { gitAddress } from "../../python/git-source.ts";
import { type LockedDistribution, wheelChooser } from "../../python/lock.ts";
import { markerEnvironment } from "../../python/marker.ts";
import { targetTags } from "../../python/target-tags.ts";
import { ConflictError, describeLocation, type Problem, type SourceLocation } from "../../text/errors.ts";
import type { Advice } from "../../wheels/advice.ts";
import { configuredHosts } from "../../wheels/fetch/public-redirects.ts";
import { orFileGone } from "../../wheels/file-gone.ts";
import { metadataReader, type WheelMetadata } from "../../wheels/wheel-metadata.ts";
import type { RequestedPhase, ResolveRequest } from "../request.ts";
import { type GivenLock, type GivenPackage, readGivenLock } from "./given-lock.ts";
import { lockedDirectProblems } from "./lock-direct.ts";
import { type LockContents, type LockGraph, lockGraph } from "./lock-graph.ts";
import {
  indexPinProblems,
  keptByBase,
  pythonProblems,
  selectPackages,
  targetProblems,
} from "./lock-target.ts";

/** A lock as the rest of the plan takes it, whoever made it. */
export interface ResolvedLock {
  readonly locked: readonly LockedDistribution[];
  readonly graph: DependencyGraph;
  /** Kept distributions whose version in the base stands for the lock's (2.8.0+cu128 for 2.8.0). */
  readonly keptInstalled: ReadonlySet<string>;
  /** Optional phases that it doesn't hold everything for; not in `graph`. */
  readonly leftOut: readonly LeftOutPhase[];
  /** Left out of a lock that the user gave. */
  readonly advice?: Advice;
  /** Settles when it is known what its source distributions hold; absent where nobody inspects them. */
  readonly inspected?: Promise<void>;
}

interface GivenLockInput {
  readonly request: ResolveRequest;
  readonly lock: GivenLock;
  /** Phases that were left out before: what the lock holds for them isn't stray. */
  readonly absent?: readonly RequestedPhase[] | undefined;
}

/**
 * Takes exactly the versions and files of the user's own lock; asks no resolver.
 * @throws ManifestError for what is wrong with the file itself; ConflictError where it doesn't go with manifest or base.
 */
export async function resolveGivenLock(input: GivenLockInput, ports: Ports): Promise<ResolvedLock> {
  const { request, lock, absent = [] } = input;
  const { phases, facts } = request;
  const parsed = readGivenLock(lock, configuredHosts(ports.network.installerEnv));
  const environment = markerEnvironment(facts.python);
  const problems: Problem[] = [...targetProblems(parsed, facts, environment, lock.file)];
  const selected = selectPackages(parsed.packages, environment, problems);
  const installed = installedDistributions(facts);
  const keptInstalled = keptByBase(selected, request, installed, problems);
  const everyPhase = [...phases, ...absent];
  problems.push(...indexPinProblems(selected, request));
  problems.push(...(await lockedDirectProblems(selected, everyPhase, environment, ports)));
  refuse(problems, lock);

  const packages = await packLockedCommits(selected, ports);
  const metadata = await ports.log.task(`check ${lock.file} against the manifest`, () =>
    readMetadata([...packages.values()], withExtras(phases), facts, ports),
  );
  refuse(pythonProblems(packages, metadata, facts), lock);
  const contents = { phases, packages, metadata, installed, environment };
  const leftOut = unlockedPhases(contents, lock.file);
  const kept = phases.filter((phase) => !leftOut.some((one) => one.phase === phase.name));
  const notInstalled = everyPhase.filter((phase) => !kept.includes(phase));
  const answer = lockGraph({ ...contents, phases: kept, absent: notInstalled });
  refuse(misfits(answer, packages, lock), lock);
  const graph = cutAt(keptInstalled, answer.graph);
  const needed = new Set(kept.flatMap((phase) => closureOf(graph, phase.name)));
  const locked = [...packages.values()].filter((one) => needed.has(one.name));
  return { locked, graph, keptInstalled, leftOut };
}

/** A lock's packages with the archives of its commits, fetched where this machine's cache doesn't hold them. */
async function packLockedCommits(
  packages: ReadonlyMap<string, GivenPackage>,
  ports: Ports,
): Promise<ReadonlyMap<string, GivenPackage>> {
  const found = new Map(packages);
  for (const [key, one] of packages) {
    if (one.commit === undefined) continue;
    const { content, sha256 } = await packCommit(one.commit, { subject: one.name }, ports);
    const { requested } = one.commit;
    const name = `${one.name.replaceAll("-", "_")}-${one.version}.tar.gz`;
    const file = { url: gitAddress(one.commit), name, sha256, bytes: content.length };
    found.set(key, { ...one, sdist: { ...file, ...(requested !== undefined && { revision: requested }) } });
  }
  return found;
}

const MOST_NAMED = 5;

/**
 * Optional phases whose requirements the lock doesn't meet. The lock was written without these phases, or before they asked
 * for more.
 */
function unlockedPhases(contents: LockContents, file: string): readonly LeftOutPhase[] {
  const optional = contents.phases.filter((phase) => phase.optional);
  return optional.flatMap((phase) => {
    const { problems } = lockGraph({ ...contents, phases: [phase] });
    if (problems.length === 0) return [];
    const lacks = problems.slice(0, MOST_NAMED).map((one) => one.lack);
    if (problems.length > MOST_NAMED) lacks.push(`${problems.length - MOST_NAMED} more`);
    const reason = `the lock ${file} doesn't hold what it asks for (${lacks.join("; ")}); lock anew with \`surelayer plan --write-lock\` to have it`;
    return [{ phase: phase.name, reason }];
  });
}

/** What phases ask for and the lock doesn't answer, and what it holds for nobody. */
function misfits(
  { problems, unclaimed }: LockGraph,
  packages: ReadonlyMap<string, GivenPackage>,
  { file }: GivenLock,
): readonly Problem[] {
  const at = (name: string | undefined): SourceLocation => packages.get(name ?? "")?.location ?? { file };
  return [
    ...problems.map(({ message, about }) => ({ message, location: at(about) })),
    ...unclaimed.map((name) => ({
      message: `no phase needs ${name}; ask for it in \`packages\`, or take it out of the lock`,
      location: at(name),
    })),
  ];
}

/** Packages that phases ask for with extras: the lock says what they need, and not for which extras it was made. */
function withExtras(phases: readonly RequestedPhase[]): ReadonlySet<string> {
  const asked = phases.flatMap((phase) => phase.packages);
  return new Set(asked.filter((one) => one.extras.length > 0).map((one) => one.normalised));
}

const CONCURRENT_READS = 16;

/** What wheels ask for, where the lock itself doesn't say or doesn't say all. */
async function readMetadata(
  packages: readonly GivenPackage[],
  withExtras: ReadonlySet<string>,
  facts: BaseFacts,
  ports: Ports,
): Promise<ReadonlyMap<string, WheelMetadata>> {
  const choose = wheelChooser(targetTags(facts.python));
  const read = metadataReader(ports);
  const found = new Map<string, WheelMetadata>();
  const waiting = packages.filter((one) => one.dependencies === undefined || withExtras.has(one.name));
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      ports.signal.throwIfAborted();
      const wheel = choose(one.wheels);
      if (wheel) found.set(one.name, await orFileGone(one, read(wheel)));
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
