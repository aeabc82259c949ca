import type { Ports } from "../ports/ports.ts";
import type { LockedDistribution } from "../python/lock.ts";
import type { SdistMetadata } from "../python/sources/static-metadata.ts";
import { parseStaticMetadata } from "../python/sources/static-metadata.ts";
import { readSdist } from "../wheels/sdist/read-sdist.ts";
import {
  neverWheels,
  sdistOnlyNames,
  sometimesWheels,
  unreadableSource,
  unsettledSource,
} from "./conflicts/resolution-error.ts";
import { Unsolved } from "./conflicts/unsolved.ts";
import type { UvAnswer } from "./remembered-lock.ts";

/** What the rounds read of an answer. */
type Answer = Pick<UvAnswer, "locked">;

type Ask<A extends Answer> = (sdists: readonly SdistMetadata[]) => Promise<A>;

/** An answer, and the sources that it was given for. */
export interface Settled<A extends Answer = UvAnswer> {
  readonly answer: A;
  readonly sdists: readonly SdistMetadata[];
  /** Those that aren't given back, such as those that have no wheel in any version. */
  readonly never: ReadonlySet<string>;
}

/**
 * Resolves where nothing may be built. A package that exists only as source gets the requirements that its archive states.
 * In the first round the resolver is told that the package requires nothing, and chooses a version. The archive of that
 * version is read, and the resolver is asked again. The rounds end when the resolver chooses the version that was read. Each
 * round finds a new package or reads a new archive.
 * @param known sources that are taken from the beginning, and not given back: an earlier resolution found them out
 * @throws Unsolved in the resolver's words; ConflictError for a package whose archive states nothing that can be read.
 */
export async function resolveWithoutBuilds<A extends Answer>(
  ask: Ask<A>,
  ports: Ports,
  known: readonly SdistMetadata[] = [],
): Promise<Settled<A>> {
  return await withFewerSources(await settle(ask, ports, known), ask);
}

async function settle<A extends Answer>(
  ask: Ask<A>,
  ports: Ports,
  known: readonly SdistMetadata[],
): Promise<Settled<A>> {
  let sdists = known;
  const read = new Set<string>();
  const never = new Set(known.map((one) => one.name));
  for (;;) {
    const answer: unknown = await ask(sdists).catch((error: unknown) => error);
    if (!isAnswer<A>(answer)) {
      sdists = merged(sdists, newSources(answer, sdists));
      for (const name of neverNames(answer)) never.add(name);
      continue;
    }
    const unread = unreadIn(answer, sdists);
    if (unread.length === 0) return { answer, sdists, never };
    // A resolver that goes back to versions that were read before would do so for ever.
    if (unread.every((one) => read.has(fileKey(one)))) throw unsettledSource(unread);
    const news = await Promise.all(unread.map((one) => readSdistMetadata(one, ports)));
    for (const one of unread) read.add(fileKey(one));
    sdists = merged(sdists, news);
  }
}

/**
 * A package that is taken as source is taken so in all its versions. The resolver names some that lack wheels in other versions
 * than the chosen one: these are given back, one after the other, where the rest still has an answer. One that has no wheel in
 * any version can't be given back.
 */
async function withFewerSources<A extends Answer>(settled: Settled<A>, ask: Ask<A>): Promise<Settled<A>> {
  const { sdists, never } = settled;
  let best = settled;
  for (const { name } of sdists.length > 1 ? sdists.filter((one) => !never.has(one.name)) : []) {
    const fewer = best.sdists.filter((one) => one.name !== name);
    const tried: unknown = await ask(fewer).catch((error: unknown) => error);
    if (isAnswer<A>(tried)) {
      if (unreadIn(tried, fewer).length === 0) best = { ...best, answer: tried, sdists: fewer };
    } else if (!(tried instanceof Unsolved)) throw tried;
  }
  return best;
}

/** @throws the error where there are none. */
function newSources(error: unknown, sdists: readonly SdistMetadata[]): readonly SdistMetadata[] {
  const added = newNames(error, sdists);
  if (added.length === 0) throw error;
  return added.map((name) => ({ name, version: undefined, requires: [], extras: [] }));
}

function isAnswer<A extends Answer>(result: unknown): result is A {
  return typeof result === "object" && result !== null && "locked" in result;
}

function fileKey({ name, version }: LockedDistribution): string {
  return `${name}==${version}`;
}

/**
 * First those that have a wheel in no version, then those of which no wheel was seen. With them, the resolver may find a version
 * of the others that has one.
 */
function newNames(error: unknown, sdists: readonly SdistMetadata[]): readonly string[] {
  if (!(error instanceof Unsolved)) return [];
  const isNew = (name: string) => !sdists.some((one) => one.name === name);
  const all = sdistOnlyNames(error.stderr).filter(isNew);
  const never = neverWheels(error.stderr).filter((name) => all.includes(name));
  if (never.length > 0) return never;
  const sometimes = new Set(sometimesWheels(error.stderr, all));
  const others = all.filter((name) => !sometimes.has(name));
  return others.length > 0 ? others : all;
}

function neverNames(error: unknown): readonly string[] {
  return error instanceof Unsolved ? neverWheels(error.stderr) : [];
}

function unreadIn(answer: Answer, sdists: readonly SdistMetadata[]): readonly LockedDistribution[] {
  const read = new Map(sdists.map((one) => [one.name, one.version]));
  return answer.locked.filter((one) => read.has(one.name) && read.get(one.name) !== one.version);
}

/** @throws ConflictError where the archive states nothing that can be read. */
async function readSdistMetadata(one: LockedDistribution, ports: Ports): Promise<SdistMetadata> {
  const files = one.sdist && (await readSdist(one.sdist, ports));
  const metadata = files && parseStaticMetadata(files);
  if (metadata === undefined) throw unreadableSource(one);
  return { name: one.name, version: one.version, ...metadata };
}

function merged(sdists: readonly SdistMetadata[], news: readonly SdistMetadata[]): readonly SdistMetadata[] {
  const all = new Map(sdists.map((one) => [one.name, one]));
  for (const one of news) all.set(one.name, one);
  return [...all.values()];
}
