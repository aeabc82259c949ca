import { FEATURES } from "../plan/source-features.ts";
import { lookAt, type PackedSource, type Seen } from "./packed-source.ts";
import type { RangedFile } from "./ranged-file.ts";
import type { SourceSample } from "./wheel-directory.ts";

/** What one request reads: a few files, or the beginning of a large one. */
const WINDOW_BYTES = 16 * 1024;
/** Share of the deflated sources that is read, and the most requests for it. */
const SHARE = 0.05;
const MAX_WINDOWS = 12;
/** So much of the sources in memory already is enough. */
const ENOUGH = 0.5;

/**
 * Estimates what all of a wheel's Python files hold from a few of them, because their text says more about their bytecode
 * than their sizes do. What an earlier read brought in anyway costs nothing.
 * @returns null where the wheel has no Python to speak of, or none of it could be read.
 */
export async function sampleSources(
  file: RangedFile,
  sources: readonly PackedSource[],
): Promise<SourceSample | null> {
  const inOrder = sources.filter((one) => one.bytes > 0).toSorted((a, b) => a.offset - b.offset);
  const spare = file.inMemory();
  const near = await lookInto(file, spare, inOrder);
  const rest = inOrder.filter((one) => !near.has(one));
  const far = new Map<PackedSource, Seen>();
  const enough = bytesOf(rest) < (1 - ENOUGH) * bytesOf(inOrder);
  for (const window of enough ? [] : chooseWindows(rest, spare)) {
    for (const [one, part] of await lookInto(file, window, rest)) far.set(one, part);
  }
  const seen = [...near.values(), ...weighted([...far.values()], bytesOf(rest))];
  return seen.length === 0 ? null : summary(seen);
}

interface Window {
  readonly start: number;
  readonly end: number;
}

async function lookInto(
  file: RangedFile,
  { start, end }: Window,
  sources: readonly PackedSource[],
): Promise<ReadonlyMap<PackedSource, Seen>> {
  const inside = sources.filter((one) => one.offset >= start && one.offset < end);
  if (inside.length === 0) return new Map();
  const bytes = await file.read(start, end - start);
  return new Map(
    inside.flatMap((one) => {
      const part = lookAt(bytes.subarray(one.offset - start), one);
      return part ? [[one, part] as const] : [];
    }),
  );
}

/** Evenly spread over the deflated bytes of what isn't in memory. */
function chooseWindows(sources: readonly PackedSource[], spare: Window): readonly Window[] {
  const total = sources.reduce((sum, one) => sum + one.compressedBytes, 0);
  const count = Math.min(MAX_WINDOWS, Math.ceil((total * SHARE) / WINDOW_BYTES));
  const windows: Window[] = [];
  let passed = 0;
  for (const one of sources) {
    passed += one.compressedBytes;
    if (windows.length === count || passed < ((windows.length + 0.5) / count) * total) continue;
    if ((windows.at(-1)?.end ?? 0) > one.offset) continue;
    windows.push({ start: one.offset, end: Math.min(spare.start, one.offset + WINDOW_BYTES) });
  }
  return windows.filter((window) => window.end > window.start);
}

function bytesOf(sources: readonly { readonly bytes: number }[]): number {
  return sources.reduce((sum, one) => sum + one.bytes, 0);
}

/** What the windows showed stands for all that nobody looked at. */
function weighted(seen: readonly Seen[], bytes: number): readonly Seen[] {
  const factor = bytes / Math.max(1, bytesOf(seen));
  return seen.map((one) => ({
    share: one.share * factor,
    bytes: one.bytes * factor,
    compressedBytes: one.compressedBytes * factor,
    features: one.features.map((value) => value * factor),
  }));
}

function summary(seen: readonly Seen[]): SourceSample {
  const sum = (of: (one: Seen) => number) =>
    Math.round(seen.reduce((total, one) => total + of(one), 0) * 100) / 100;
  return {
    files: sum((one) => one.share),
    bytes: sum((one) => one.bytes),
    compressedBytes: sum((one) => one.compressedBytes),
    features: FEATURES.map((_, index) => sum((one) => one.features[index] ?? 0)),
  };
}
