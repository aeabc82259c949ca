import { ConflictError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import type { BaseFacts } from "./base-facts.ts";
import { chooseWheel, type LockedDistribution, type LockedFile } from "./lock.ts";
import { type ListedWheel, listWheel, sampleWheel } from "./read-wheel-directory.ts";
import type { Distribution } from "./resolution.ts";
import { affordableLook } from "./sample-budget.ts";
import { directoryOf, recallContents } from "./source-contents.ts";
import { targetTags } from "./target-tags.ts";
import { orVanished } from "./vanished.ts";

export interface ReadDirectories {
  /** By name. */
  readonly distributions: readonly Distribution[];
  /** Bytes that were fetched for it. */
  readonly fetchedBytes: number;
}

type Python = BaseFacts["python"];

/**
 * The file of each distribution and what it holds: first the directories of all wheels, then as much of their Python as all
 * of them together leave room for.
 * @param python of the environment that they go into.
 */
export async function readDirectories(
  locked: readonly LockedDistribution[],
  python: Python,
  ports: Ports,
): Promise<ReadDirectories> {
  const tags = targetTags(python);
  const files = locked.map((one) => ({ one, wheel: chooseWheel(one.wheels, tags) }));
  for (const { one, wheel } of files) if (!wheel) requireSource(one);
  return ports.log.task("read the wheels' directories", async (report) => {
    const listed = await inTurns(files, ports.signal, async ({ one, wheel }, _, done) => {
      const list = wheel && (await orVanished(one, listWheel(wheel, ports, ports.signal)));
      report(`${done} of ${files.length} wheels`);
      return list;
    });
    const look = affordableLook(listed.flatMap((list) => list ?? []));
    let fetchedBytes = 0;
    const distributions = await inTurns(files, ports.signal, async ({ one }, index, done) => {
      const list = listed[index];
      if (!list) return sourceDistribution(one, python, ports);
      const read = await orVanished(one, sampleWheel(list, look, ports.cache));
      fetchedBytes += read.fetchedBytes;
      report(`looked into ${done} of ${files.length} wheels`);
      return wheelDistribution(one, list, read.directory);
    });
    return { distributions: distributions.toSorted((a, b) => (a.name < b.name ? -1 : 1)), fetchedBytes };
  });
}

const CONCURRENT_READS = 16;

/** Some at a time; one that fails ends all: the others shall not go on asking behind the error's back. */
async function inTurns<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, index: number, done: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  let done = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      signal.throwIfAborted();
      const [index, item] = next;
      done += 1;
      try {
        results[index] = await work(item, index, done);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, worker));
  return results;
}

function wheelDistribution(
  { name, version }: LockedDistribution,
  { wheel }: ListedWheel,
  directory: Distribution["directory"],
): Distribution {
  const bytes = wheel.bytes ?? directory?.fileBytes;
  return { name, version, kind: "wheel", file: { ...wheel, bytes }, directory };
}

async function sourceDistribution(
  locked: LockedDistribution,
  python: Python,
  { cache }: Ports,
): Promise<Distribution> {
  const { name, version } = locked;
  const file = requireSource(locked);
  const contents = await recallContents(cache, file.sha256, python);
  if (!contents) return { name, version, kind: "sdist", file, directory: undefined };
  const { how, nativeBytes, sourceBytes } = contents;
  const directory = directoryOf(contents, file.bytes);
  return { name, version, kind: "sdist", file, directory, unpacked: { how, nativeBytes, sourceBytes } };
}

function requireSource(locked: LockedDistribution): LockedFile {
  if (locked.sdist) return locked.sdist;
  throw new ConflictError(
    `${locked.name} ${locked.version} has no wheel for this base image and no source.`,
    {
      evidence: `offered: ${locked.wheels.map((one) => one.name).join(", ") || "nothing"}`,
      remedy: `Use a base image with another Python, or pin a version of ${locked.name} that has a wheel for it.`,
    },
  );
}
