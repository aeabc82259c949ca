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

/** Which share of the Python that isn't in memory yet a plan can afford to look at, 0 to 1. */
export function affordableShare(wheels: readonly ListedWheel[]): number {
  const sum = (of: (one: ListedWheel) => number) => wheels.reduce((total, one) => total + of(one), 0);
  const unread = wheels.map(unreadBytes).filter((bytes) => bytes > 0);
  const wanted = unread.reduce((total, bytes) => total + bytes, 0);
  if (wanted === 0) return 1;
  const budget = Math.max(LEAST_BYTES, SHARE_OF_WHEELS * sum((one) => one.directory.fileBytes ?? 0));
  const left = budget - sum((one) => one.fetchedBytes) - ROUNDING_BYTES * unread.length;
  return Math.min(1, Math.max(LEAST_SHARE, left / wanted));
}

/** Deflated bytes of its Python that lie before what is in memory. */
function unreadBytes({ unread }: ListedWheel): number {
  const { start } = unread?.file.inMemory() ?? { start: 0 };
  const far = unread?.sources.filter((one) => one.offset < start) ?? [];
  return far.reduce((total, one) => total + one.compressedBytes, 0);
}
