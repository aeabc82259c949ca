import type { Ports } from "../ports/ports.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { type LockedDistribution, type LockedFile, wheelChooser } from "../python/lock.ts";
import { targetTags } from "../python/target-tags.ts";
import { ConflictError } from "../text/errors.ts";
import { type ListedWheel, listWheel, sampleWheel } from "./read-wheel-directory.ts";
import type { Distribution } from "./resolution.ts";
import { EVERYTHING } from "./sampling/look.ts";
import { affordableLooks } from "./sampling/sample-budget.ts";
import { directoryOf, recallContents } from "./source-contents.ts";
import { orVanished } from "./vanished.ts";

export interface ReadDirectories {
  /** By name. */
  readonly distributions: readonly Distribution[];
  /** Bytes that were fetched for it. */
  readonly fetchedBytes: number;
}

type Python = BaseFacts["python"];

interface ReadQuestion {
  readonly locked: readonly LockedDistribution[];
  /** Of the environment that they go into. */
  readonly python: Python;
  /** Settles when it is known what the source distributions hold. */
  readonly looked?: Promise<void> | undefined;
}

/**
 * The file of each distribution and what it holds: first the directories of all wheels, then as much of their Python as all
 * of them together leave room for, and at last the sources, which are looked into meanwhile.
 */
export async function readDirectories(
  { locked, python, looked }: ReadQuestion,
  ports: Ports,
): Promise<ReadDirectories> {
  const choose = wheelChooser(targetTags(python));
  const files = locked.map((one) => ({ one, wheel: choose(one.wheels) }));
  const wheels = files.flatMap(({ one, wheel }) => (wheel ? [{ one, wheel }] : []));
  const sources = files.flatMap(({ one, wheel }) => (wheel ? [] : [{ one, file: requireSource(one) }]));
  const { distributions: ofWheels, fetchedBytes } = await readWheels(wheels, ports);
  await looked;
  const ofSources = sources.map(({ one, file }) => sourceDistribution(one, file, python, ports));
  const distributions = [...ofWheels, ...(await Promise.all(ofSources))];
  return { distributions: distributions.toSorted((a, b) => (a.name < b.name ? -1 : 1)), fetchedBytes };
}

interface ChosenWheel {
  readonly one: LockedDistribution;
  readonly wheel: LockedFile;
}

function readWheels(wheels: readonly ChosenWheel[], ports: Ports): Promise<ReadDirectories> {
  const { length } = wheels;
  return ports.log.task("read the wheels' directories", async (report) => {
    const listed = await inTurns(wheels, ports.signal, async ({ one, wheel }, done) => {
      const list = await orVanished(one, listWheel(wheel, ports, ports.signal));
      report(`${done} of ${length} wheels`);
      return { one, list };
    });
    const looks = affordableLooks(listed.map(({ list }) => list));
    const looked = listed.map((wheel, index) => ({ ...wheel, look: looks[index] ?? EVERYTHING }));
    let fetchedBytes = 0;
    const distributions = await inTurns(looked, ports.signal, async ({ one, list, look }, done) => {
      const read = await orVanished(one, sampleWheel(list, look, ports.cache));
      fetchedBytes += read.fetchedBytes;
      report(`looked into ${done} of ${length} wheels`);
      return wheelDistribution(one, list, read.directory);
    });
    return { distributions, fetchedBytes };
  });
}

const CONCURRENT_READS = 16;

/** Some at a time; one that fails ends all: the others shall not go on asking behind the error's back. */
async function inTurns<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, done: number) => Promise<R>,
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
        results[index] = await work(item, done);
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
  { name, version }: LockedDistribution,
  file: LockedFile,
  python: Python,
  { cache }: Ports,
): Promise<Distribution> {
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
