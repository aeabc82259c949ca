import { EVERYTHING, type Look } from "./look.ts";
import type { ListedWheel } from "./read-wheel-directory.ts";

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

/** What a plan of these wheels can afford. */
export function affordableLook(wheels: readonly ListedWheel[]): Look {
  const unread = wheels.filter((one) => one.unread !== undefined);
  if (unread.length === 0) return EVERYTHING;
  const read = affordableShare(wheels);
  const text = sumOf(unread, (one) => sumOf(one.unread?.sources ?? [], (source) => source.bytes));
  const budget = Math.max(LEAST_STREAMED_BYTES, STREAMED_BYTES * pythonShare(wheels));
  return { read, streamed: Math.min(1, budget / Math.max(1, read * text)) };
}

/** Of the files' deflated bytes. */
function pythonShare(wheels: readonly ListedWheel[]): number {
  const files = wheels.flatMap((one) => one.directory.files);
  const python = files.filter((file) => file.path.endsWith(".py"));
  const deflated = (of: typeof files) => sumOf(of, (file) => file.compressedBytes);
  return deflated(python) / Math.max(1, deflated(files));
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

/** Which share of the Python that isn't in memory yet a plan can afford to look at, 0 to 1. */
export function affordableShare(wheels: readonly ListedWheel[]): number {
  const unread = wheels.map(unreadBytes).filter((bytes) => bytes > 0);
  const wanted = sumOf(unread, (bytes) => bytes);
  if (wanted === 0) return 1;
  const budget = Math.max(
    LEAST_BYTES,
    SHARE_OF_WHEELS * sumOf(wheels, (one) => one.directory.fileBytes ?? 0),
  );
  const left = budget - sumOf(wheels, (one) => one.fetchedBytes) - ROUNDING_BYTES * unread.length;
  return Math.min(1, Math.max(LEAST_SHARE, left / wanted));
}

/** Deflated bytes of its Python that lie before what is in memory. */
function unreadBytes({ unread }: ListedWheel): number {
  const { start } = unread?.file.inMemory() ?? { start: 0 };
  const far = unread?.sources.filter((one) => one.offset < start) ?? [];
  return sumOf(far, (one) => one.compressedBytes);
}
