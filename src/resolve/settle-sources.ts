import type { Ports } from "../ports/ports.ts";
import type { LockedDistribution } from "../python/lock.ts";
import type { StatedSource } from "../python/stated-requirements.ts";
import { statedRequirements } from "../python/stated-requirements.ts";
import { readSourceArchive } from "../wheels/read-source-archive.ts";
import { sourceOnlyNames } from "./conflicts/resolution-error.ts";
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
export async function settleSources(
  ask: (sources: readonly StatedSource[]) => Promise<UvAnswer>,
  ports: Ports,
): Promise<UvAnswer> {
  let sources: readonly StatedSource[] = [];
  let refusal: unknown = new Unsolved("");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    try {
      const answer = await ask(sources);
      const unread = unreadIn(answer, sources);
      if (unread.length === 0) return answer;
      const read = await Promise.all(unread.map((one) => readStated(one, ports)));
      if (read.includes(undefined)) break;
      sources = merged(sources, read);
    } catch (error) {
      const added = newNames(error, sources);
      if (added.length === 0) throw error;
      refusal = error;
      sources = merged(
        sources,
        added.map((name) => ({ name, version: undefined, requires: [], extras: [] })),
      );
    }
  }
  throw refusal;
}

function newNames(error: unknown, sources: readonly StatedSource[]): readonly string[] {
  if (!(error instanceof Unsolved)) return [];
  return sourceOnlyNames(error.stderr).filter((name) => !sources.some((one) => one.name === name));
}

function unreadIn(answer: UvAnswer, sources: readonly StatedSource[]): readonly LockedDistribution[] {
  const read = new Map(sources.map((one) => [one.name, one.version]));
  return answer.locked.filter((one) => read.has(one.name) && read.get(one.name) !== one.version);
}

async function readStated(one: LockedDistribution, ports: Ports): Promise<StatedSource | undefined> {
  const files = one.sdist && (await readSourceArchive(one.sdist, ports));
  const stated = files && statedRequirements(files);
  return stated && { name: one.name, version: one.version, ...stated };
}

function merged(
  sources: readonly StatedSource[],
  news: readonly (StatedSource | undefined)[],
): readonly StatedSource[] {
  const all = new Map(sources.map((one) => [one.name, one]));
  for (const one of news) if (one) all.set(one.name, one);
  return [...all.values()];
}
