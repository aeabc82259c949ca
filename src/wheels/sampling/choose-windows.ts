import type { PackedSource } from "./packed-source.ts";

/** A piece of a wheel that one request reads. */
export interface Window {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The least that is worth a request: a few files, or the beginning of a large one. */
const WINDOW_BYTES = 16 * 1024;
/** The most requests for a wheel. */
const MAX_WINDOWS = 12;
/** From this share on everything is read, in one piece where sources lie side by side. */
export const NEARLY_ALL = 0.8;
/** Room for a file's header, whose length only the header itself says. */
const HEADER_BYTES = 512;

/**
 * Which pieces of a wheel to read so that they hold about this share of its sources' deflated bytes.
 * @param sources by their place in the archive; @param end length of the archive: what of a piece is in memory already isn't fetched again.
 */
export function chooseWindows(
  sources: readonly PackedSource[],
  end: number,
  share: number,
): readonly Window[] {
  const runs = share >= NEARLY_ALL ? runsOf(sources, end) : [];
  const windows = runs.length === 0 || runs.length > MAX_WINDOWS ? spread(sources, end, share) : runs;
  return windows.filter((window) => window.end > window.start);
}

/** Evenly spread over the deflated bytes. */
function spread(sources: readonly PackedSource[], end: number, share: number): readonly Window[] {
  const total = sources.reduce((sum, one) => sum + one.compressedBytes, 0);
  const wanted = total * Math.min(1, share);
  const count = Math.min(MAX_WINDOWS, Math.ceil(wanted / WINDOW_BYTES));
  const length = Math.max(WINDOW_BYTES, Math.ceil(wanted / Math.max(1, count)));
  // Each in the middle of the part that it stands for.
  const margin = 0.5 * (1 - Math.min(1, share));
  const windows: Window[] = [];
  let passed = 0;
  for (const one of sources) {
    passed += one.compressedBytes;
    if (windows.length === count || passed < ((windows.length + margin) / count) * total) continue;
    if ((windows.at(-1)?.end ?? 0) > one.offset) continue;
    windows.push({ start: one.offset, end: Math.min(end, one.offset + length) });
  }
  return windows;
}

/** Everything, without what lies between two sources that are far from each other. */
function runsOf(sources: readonly PackedSource[], end: number): readonly Window[] {
  const runs: { start: number; end: number }[] = [];
  for (const one of sources) {
    const last = runs.at(-1);
    const ends = Math.min(end, one.offset + one.compressedBytes + HEADER_BYTES);
    if (last && one.offset - last.end < WINDOW_BYTES) last.end = Math.max(last.end, ends);
    else runs.push({ start: one.offset, end: ends });
  }
  return runs;
}
