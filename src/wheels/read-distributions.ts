import type { Ports } from "../ports/ports.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { type LockedDistribution, type LockedFile, wheelChooser } from "../python/lock.ts";
import { targetTags } from "../python/target-tags.ts";
import { ConflictError, SurelayerError } from "../text/errors.ts";
import { faultyWheel } from "./faulty-wheel.ts";
import { orFileGone } from "./file-gone.ts";
import { readWheelContents } from "./read-wheel-contents.ts";
import type { Distribution } from "./resolution.ts";
import { asWheelContents, recallSdistContents } from "./sdist/sdist-contents.ts";
import { readSourceCode } from "./sdist/source-code.ts";
import type { WheelContents } from "./wheel-contents.ts";
import { contentsFault, WheelFault } from "./wheel-fault.ts";

interface ReadDistributions {
  /** By name. */
  readonly distributions: readonly Distribution[];
  /** Bytes that were fetched for it. */
  readonly fetchedBytes: number;
}

type Python = BaseFacts["python"];

interface ReadInput {
  readonly locked: readonly LockedDistribution[];
  /** Of the environment that they go into. */
  readonly python: Python;
  /** Resolves when the contents of the source distributions are in the cache. */
  readonly inspected?: Promise<void> | undefined;
}

/** The file of each distribution and what it holds: the wheels first, then the source distributions, which are inspected meanwhile. */
export async function readDistributions(
  { locked, python, inspected }: ReadInput,
  ports: Ports,
): Promise<ReadDistributions> {
  const choose = wheelChooser(targetTags(python));
  const files = locked.map((one) => ({ one, wheel: choose(one.wheels) }));
  const wheels = files.flatMap(({ one, wheel }) => (wheel ? [{ one, wheel }] : []));
  const sources = files.flatMap(({ one, wheel }) => (wheel ? [] : [{ one, file: requireSdist(one) }]));
  const { distributions: ofWheels, fetchedBytes } = await readWheels(wheels, ports);
  await inspected;
  const ofSources = sources.map(({ one, file }) => sourceDistribution(one, file, python, ports));
  const distributions = [...ofWheels, ...(await Promise.all(ofSources))];
  return { distributions: distributions.toSorted((a, b) => (a.name < b.name ? -1 : 1)), fetchedBytes };
}

interface ChosenWheel {
  readonly one: LockedDistribution;
  readonly wheel: LockedFile;
}

function readWheels(wheels: readonly ChosenWheel[], ports: Ports): Promise<ReadDistributions> {
  const { length } = wheels;
  return ports.log.task("read the wheels' directories", async (report) => {
    let fetchedBytes = 0;
    const distributions = await inTurns(wheels, ports.signal, async ({ one, wheel }, done) => {
      const read = await orFaulty(wheel, orFileGone(one, readWheelContents(wheel, ports, ports.signal)));
      fetchedBytes += read.fetchedBytes;
      report(`${done} of ${length} wheels`);
      return wheelDistribution(one, wheel, read);
    });
    return { distributions, fetchedBytes };
  });
}

const CONCURRENT_READS = 16;

/** Works on a few items at a time. The first failure stops the work on the others. */
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

type ReadWheel = Pick<Distribution, "fault"> & Awaited<ReturnType<typeof readWheelContents>>;

/** A wheel that can't be installed may be one that only optional phases need. */
async function orFaulty(wheel: LockedFile, reading: Promise<ReadWheel>): Promise<ReadWheel> {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof SurelayerError ? error.cause : undefined;
    if (!(cause instanceof WheelFault)) throw error;
    const contents: WheelContents = { files: [], entryPoints: null };
    return { contents, fetchedBytes: 0, fault: faultyWheel(wheel.name, wheel, cause) };
  }
}

function wheelDistribution(
  { name, version }: LockedDistribution,
  wheel: LockedFile,
  { contents, fault }: ReadWheel,
): Distribution {
  const bytes = wheel.bytes ?? contents.fileBytes;
  return { name, version, kind: "wheel", file: { ...wheel, bytes }, contents, fault };
}

async function sourceDistribution(
  { name, version, build }: LockedDistribution,
  file: LockedFile,
  python: Python,
  ports: Ports,
): Promise<Distribution> {
  const recalled = await recallSdistContents(ports.cache, file.sha256, python);
  const pure = recalled?.nativeBytes === 0;
  const code = pure ? undefined : await readSourceCode(file, ports);
  const own = { name, version, kind: "sdist" as const, file, build };
  if (!recalled) return { ...own, contents: undefined, code };
  const { how, nativeBytes, sourceBytes } = recalled;
  const contents = asWheelContents(recalled, file.bytes);
  const wrong = how === "built" ? contentsFault(contents) : undefined;
  const fault = wrong && faultyWheel(`The wheel that ${file.name} is built to`, file, wrong);
  const unpacked = { how, nativeBytes, sourceBytes };
  return { ...own, contents, fault, unpacked, code };
}

function requireSdist(locked: LockedDistribution): LockedFile {
  if (locked.sdist) return locked.sdist;
  throw new ConflictError(
    `${locked.name} ${locked.version} has no wheel for this base image and no source.`,
    {
      evidence: `offered: ${locked.wheels.map((one) => one.name).join(", ") || "nothing"}`,
      remedy: `Use a base image with another Python, or pin a version of ${locked.name} that has a wheel for it.`,
    },
  );
}
