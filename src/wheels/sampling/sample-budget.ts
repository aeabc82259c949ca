import type { ListedWheel } from "../read-wheel-directory.ts";
import { NEARLY_ALL } from "./choose-windows.ts";
import type { Look } from "./look.ts";

/**
 * What a plan fetches for sizes, directories included: so many bytes in any case, which is no wait, or this share of what the
 * build will download.
 */
const LEAST_BYTES = 12e6;
const SHARE_OF_WHEELS = 0.0026;
/** The last request for a wheel reads this much more than its share, in the mean. */
const ROUNDING_BYTES = 8 * 1024;
/** A plan of many huge wheels looks at some of their Python all the same. */
const LEAST_SHARE = 0.02;

/**
 * How much of that text is compressed once more, which takes some 60 ms a megabyte, though not of the plan's own thread. It
 * counts as much as Python does in what is pushed: next to gigabytes of libraries a glance will do.
 */
const STREAMED_BYTES = 60e6;
const LEAST_STREAMED_BYTES = 3e6;

/** What a plan of these wheels can afford: how closely it looks at each, in their order. */
export function affordableLooks(wheels: readonly ListedWheel[]): readonly Look[] {
  const reads = affordableShares(wheels);
  const text = sumOf(wheels, (one, index) => (reads[index] ?? 1) * textBytes(one));
  const budget = Math.max(LEAST_STREAMED_BYTES, STREAMED_BYTES * pythonShare(wheels));
  const streamed = Math.min(1, budget / Math.max(1, text));
  return reads.map((read) => ({ read, streamed }));
}

function textBytes({ unread }: ListedWheel): number {
  return sumOf(unread?.sources ?? [], (source) => source.bytes);
}

/** Of the files' deflated bytes. */
function pythonShare(wheels: readonly ListedWheel[]): number {
  const files = wheels.flatMap((one) => one.directory.files);
  const python = files.filter((file) => file.path.endsWith(".py"));
  const deflated = (of: typeof files) => sumOf(of, (file) => file.compressedBytes);
  return deflated(python) / Math.max(1, deflated(files));
}

function sumOf<T>(all: readonly T[], of: (one: T, index: number) => number): number {
  return all.reduce((sum, one, index) => sum + of(one, index), 0);
}

/**
 * Which share of each wheel's Python that isn't in memory yet a plan can afford to look at, 0 to 1. The bytes go by the
 * fourth root of what there is: of ten times the Python, not twice as much is read. By an equal share a few functions would speak
 * for all of a small package, and by equal bytes for all of a large one (measured in docs/plan-accuracy.md).
 */
export function affordableShares(wheels: readonly ListedWheel[]): readonly number[] {
  const wanted = wheels.map(unreadBytes);
  const unread = wanted.filter((bytes) => bytes > 0);
  const budget = Math.max(
    LEAST_BYTES,
    SHARE_OF_WHEELS * sumOf(wheels, (one) => one.directory.fileBytes ?? 0),
  );
  const left = budget - sumOf(wheels, (one) => one.fetchedBytes) - ROUNDING_BYTES * unread.length;
  // Then each is read in one piece, which tells more than gaps in the largest would save.
  if (left >= NEARLY_ALL * sumOf(unread, (bytes) => bytes)) return wheels.map(() => 1);
  const level = levelFor(unread, left);
  return wanted.map((bytes) =>
    bytes === 0 ? 1 : Math.min(1, Math.max(LEAST_SHARE, (level * weightOf(bytes)) / bytes)),
  );
}

function weightOf(bytes: number): number {
  return bytes ** 0.25;
}

/** For which min(bytes, level × weight) adds up to what is left. */
function levelFor(unread: readonly number[], left: number): number {
  let rest = left;
  let weights = sumOf(unread, weightOf);
  for (const bytes of unread.toSorted((a, b) => a - b)) {
    const weight = weightOf(bytes);
    if ((rest / weights) * weight < bytes) break;
    // This one is read whole.
    rest -= bytes;
    weights -= weight;
  }
  return weights > 0 ? Math.max(0, rest / weights) : Number.POSITIVE_INFINITY;
}

/** Deflated bytes of its Python that lie before what is in memory. */
function unreadBytes({ unread }: ListedWheel): number {
  const { start } = unread?.file.inMemory() ?? { start: 0 };
  const far = unread?.sources.filter((one) => one.offset < start) ?? [];
  return sumOf(far, (one) => one.compressedBytes);
}
