import type { Ports } from "../ports/ports.ts";
import type { LockedDistribution } from "../python/lock.ts";
import type { SdistMetadata } from "../python/static-metadata.ts";
import { parseStaticMetadata } from "../python/static-metadata.ts";
import { readSdist } from "../wheels/read-sdist.ts";
import { sdistOnlyNames } from "./conflicts/resolution-error.ts";
import { Unsolved } from "./conflicts/unsolved.ts";
import type { UvAnswer } from "./remembered-lock.ts";

/** Each round finds new packages that exist only as source, or reads the archives of the chosen versions. */
const MOST_ROUNDS = 8;

/**
 * Resolves where nothing may be built. A package that exists only as source gets the requirements that its archive states.
 * In the first round the resolver is told that the package requires nothing, and chooses a version. The archive of that
 * version is read, and the resolver is asked again. The rounds end when the resolver chooses the version that was read.
 * @throws Unsolved in the resolver's words, also if an archive states nothing that can be read.
 */
export async function resolveWithoutBuilds(
  ask: (sdists: readonly SdistMetadata[]) => Promise<UvAnswer>,
  ports: Ports,
): Promise<UvAnswer> {
  let sdists: readonly SdistMetadata[] = [];
  let refusal: unknown = new Unsolved("");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    try {
      const answer = await ask(sdists);
      const unread = unreadIn(answer, sdists);
      if (unread.length === 0) return answer;
      const read = await Promise.all(unread.map((one) => readSdistMetadata(one, ports)));
      if (read.includes(undefined)) break;
      sdists = merged(sdists, read);
    } catch (error) {
      const added = newNames(error, sdists);
      if (added.length === 0) throw error;
      refusal = error;
      sdists = merged(
        sdists,
        added.map((name) => ({ name, version: undefined, requires: [], extras: [] })),
      );
    }
  }
  throw refusal;
}

function newNames(error: unknown, sdists: readonly SdistMetadata[]): readonly string[] {
  if (!(error instanceof Unsolved)) return [];
  return sdistOnlyNames(error.stderr).filter((name) => !sdists.some((one) => one.name === name));
}

function unreadIn(answer: UvAnswer, sdists: readonly SdistMetadata[]): readonly LockedDistribution[] {
  const read = new Map(sdists.map((one) => [one.name, one.version]));
  return answer.locked.filter((one) => read.has(one.name) && read.get(one.name) !== one.version);
}

async function readSdistMetadata(one: LockedDistribution, ports: Ports): Promise<SdistMetadata | undefined> {
  const files = one.sdist && (await readSdist(one.sdist, ports));
  const metadata = files && parseStaticMetadata(files);
  return metadata && { name: one.name, version: one.version, ...metadata };
}

function merged(
  sdists: readonly SdistMetadata[],
  news: readonly (SdistMetadata | undefined)[],
): readonly SdistMetadata[] {
  const all = new Map(sdists.map((one) => [one.name, one]));
  for (const one of news) if (one) all.set(one.name, one);
  return [...all.values()];
}
