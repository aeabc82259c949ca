import type { Ports } from "../../ports/ports.ts";
import type { LockedFile } from "../../python/lock.ts";
import type { BuildLock } from "../../python/sources/build-lock.ts";
import type { BuildSystem } from "../../python/sources/build-system.ts";
import { BuildError } from "../../text/errors.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import type { ResolveRequest } from "../request.ts";
import { type BackendAnswer, type BuildReader, containerReader, machineReader } from "./build-reader.ts";
import { type SolvedBuild, solveBuild, UnsolvedBuild } from "./solve-build.ts";

/** A source that is built, with bounds for its build alone. */
export interface BuiltSource {
  readonly name: string;
  readonly version: string;
  readonly file: LockedFile;
  readonly bounds: readonly string[];
}

/** What is known of a source's build, until nothing is asked for any more that isn't locked. */
interface Build {
  readonly source: BuiltSource;
  /** The source, and the sources that its build requires: they are built for it, in the same way. */
  readonly files: Map<string, LockedFile>;
  readonly asked: Set<string>;
  requires: readonly string[];
  solved: SolvedBuild | undefined;
  failed: UnsolvedBuild | undefined;
}

interface Tools {
  readonly request: ResolveRequest;
  readonly resolver: ResolverEnvironment;
  readonly reader: BuildReader;
  readonly ports: Ports;
}

/** A back end asks for the same things once it has them. Some ask for a few more first. */
const MOST_ROUNDS = 8;

/**
 * Locks what each source is built with: what its pyproject.toml requires, what its back end then asks for, and what these need.
 * @returns by SHA-256; undefined for a source that can't be read.
 */
export async function lockBuilds(
  sources: readonly BuiltSource[],
  { request, resolver }: Pick<Tools, "request" | "resolver">,
  ports: Ports,
): Promise<ReadonlyMap<string, BuildLock | UnsolvedBuild | undefined>> {
  const reader = resolver.onMachine ? machineReader(ports) : containerReader(resolver, ports);
  const tools = { request, resolver, reader, ports };
  const builds = sources.map(newBuild);
  const systems = new Map<string, BuildSystem>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await readSystems(builds, systems, reader);
    await solveAll(builds, tools);
    if (addNested(builds)) continue;
    if (!(await askBackends(builds, systems, tools))) return results(builds, systems);
  }
  throw new BuildError(`A source asks for more each time that its build is prepared.`, {
    evidence: builds.map(({ source }) => `${source.name} ${source.version}`).join(", "),
    remedy: "Ask for a version that has a wheel, or bound what it is built with: `build_constraints: [...]`.",
  });
}

function newBuild(source: BuiltSource): Build {
  const files = new Map([[source.file.sha256, source.file]]);
  return { source, files, asked: new Set(), requires: [], solved: undefined, failed: undefined };
}

async function readSystems(
  builds: readonly Build[],
  systems: Map<string, BuildSystem>,
  reader: BuildReader,
): Promise<void> {
  const files = new Map(builds.flatMap((one) => [...one.files]));
  const unread = [...files.values()].filter((one) => !systems.has(one.sha256));
  if (unread.length === 0) return;
  const read = await reader.read(unread);
  for (const build of builds) {
    for (const { sha256 } of unread.filter((one) => build.files.has(one.sha256))) {
      const system = read.get(sha256);
      if (system instanceof UnsolvedBuild) build.failed = system;
      else if (system !== undefined) {
        systems.set(sha256, system);
        addRequired(build, system.requires);
      }
    }
  }
}

/** Adds to what a build requires. @returns whether that is anything new. */
function addRequired(build: Build, requires: readonly string[]): boolean {
  const all = [...new Set([...build.requires, ...requires])].sort();
  if (all.length === build.requires.length && build.solved !== undefined) return false;
  build.requires = all;
  build.solved = undefined;
  return true;
}

/** Sources that require the same are resolved once. */
async function solveAll(builds: readonly Build[], { request, resolver, ports }: Tools): Promise<void> {
  const known = new Map<string, SolvedBuild | UnsolvedBuild>();
  for (const build of builds) {
    if (build.solved !== undefined || build.failed !== undefined) continue;
    const { bounds } = build.source;
    const key = JSON.stringify([build.requires, bounds]);
    const found =
      known.get(key) ??
      (await solveBuild(build.requires, { request, bounds }, resolver, ports).catch((error: unknown) => {
        if (error instanceof UnsolvedBuild) return error;
        throw error;
      }));
    known.set(key, found);
    if (found instanceof UnsolvedBuild) build.failed = found;
    else build.solved = found;
  }
}

/** Adds the sources that builds themselves require. @returns whether there are any. */
function addNested(builds: readonly Build[]): boolean {
  let found = false;
  for (const { solved, files } of builds) {
    for (const { file } of solved?.distributions ?? []) {
      if (file.name.endsWith(".whl") || files.has(file.sha256)) continue;
      files.set(file.sha256, { ...file, bytes: file.bytes ?? undefined });
      found = true;
    }
  }
  return found;
}

/** Asks back ends that weren't asked yet. @returns whether one of them wants more. */
async function askBackends(
  builds: readonly Build[],
  systems: ReadonlyMap<string, BuildSystem>,
  tools: Tools,
): Promise<boolean> {
  const asked = builds.flatMap((build) => {
    const { solved, files } = build;
    if (solved === undefined) return [];
    return [...files.values()].flatMap((file) => {
      const system = systems.get(file.sha256);
      return system === undefined || build.asked.has(file.sha256)
        ? []
        : [{ build, file, system, lock: solved.text }];
    });
  });
  if (asked.length === 0) return false;
  const answers = await answersOf(asked, tools);
  let more = false;
  for (const { build, file } of asked) {
    build.asked.add(file.sha256);
    if (addRequired(build, answers.get(file.sha256)?.requires ?? [])) more = true;
  }
  return more;
}

/** A back end that fails may lack a system package of the manifest. One that fails then, too, asks for nothing. */
async function answersOf(
  asked: readonly Parameters<BuildReader["ask"]>[0][number][],
  { reader, resolver, ports }: Tools,
): Promise<ReadonlyMap<string, BackendAnswer>> {
  const answers = new Map(await reader.ask(asked));
  const failed = asked.filter((one) => answers.get(one.file.sha256)?.failed);
  if (failed.length > 0 && (await resolver.installSystemPackages())) {
    for (const [sha256, answer] of await reader.ask(failed)) answers.set(sha256, answer);
  }
  for (const { file } of asked) {
    const failed = answers.get(file.sha256)?.failed;
    if (failed) ports.log.debug(`${file.name} doesn't say what its build needs besides: ${failed}`);
  }
  return answers;
}

function results(builds: readonly Build[], systems: ReadonlyMap<string, BuildSystem>) {
  return new Map(
    builds.map(({ source: { file }, requires, solved, failed }) => {
      const read =
        systems.has(file.sha256) && solved ? { requires, distributions: solved.distributions } : undefined;
      return [file.sha256, failed ?? read] as const;
    }),
  );
}
