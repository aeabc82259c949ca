import { FEATURES } from "../plan/source-features.ts";
import { chooseWindows, type Window } from "./choose-windows.ts";
import { lookAt, type PackedSource, type Seen } from "./packed-source.ts";
import type { RangedFile } from "./ranged-file.ts";
import type { SourceSample } from "./wheel-directory.ts";

/** So much of the sources in memory already is enough, unless nearly all shall be read. */
const ENOUGH = 0.5;
/** A piece that unpacks to more is looked at no further: a plan's time is no attacker's. */
const MAX_TEXT_BYTES = 96 * 1024 * 1024;

/**
 * Estimates what all of a wheel's Python files hold from some of them, because their text says more about their bytecode
 * than their sizes do. What an earlier read brought in anyway costs nothing.
 * @param share how much of what isn't in memory is read, 0 to 1.
 * @returns null where the wheel has no Python to speak of, or none of it could be read.
 */
export async function sampleSources(
  file: RangedFile,
  sources: readonly PackedSource[],
  share: number,
): Promise<SourceSample | null> {
  const inOrder = sources.filter((one) => one.bytes > 0).toSorted((a, b) => a.offset - b.offset);
  const spare = file.inMemory();
  const near = await lookInto(file, spare, inOrder);
  const rest = inOrder.filter((one) => !near.has(one));
  const enough = share < ENOUGH && bytesOf(rest) < (1 - ENOUGH) * bytesOf(inOrder);
  const windows = enough ? [] : chooseWindows(rest, await file.getLength(), share);
  const far = new Map(
    (await Promise.all(windows.map((one) => lookInto(file, one, rest)))).flatMap((one) => [...one]),
  );
  const seen = [...near.values(), ...weighted([...far.values()], bytesOf(rest))];
  const read = bytesOf([...near.values(), ...far.values()]) / Math.max(1, bytesOf(inOrder));
  return seen.length === 0 ? null : summary(seen, Math.min(1, read));
}

async function lookInto(
  file: RangedFile,
  { start, end }: Window,
  sources: readonly PackedSource[],
): Promise<ReadonlyMap<PackedSource, Seen>> {
  const inside = sources.filter((one) => one.offset >= start && one.offset < end);
  const found = new Map<PackedSource, Seen>();
  if (inside.length === 0) return found;
  const bytes = await file.read(start, end - start);
  let left = MAX_TEXT_BYTES;
  for (const one of inside) {
    const part = left > 0 ? lookAt(bytes.subarray(one.offset - start), one) : undefined;
    if (part) found.set(one, part);
    left -= part?.bytes ?? 0;
  }
  return found;
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

function summary(seen: readonly Seen[], read: number): SourceSample {
  const sum = (of: (one: Seen) => number) =>
    Math.round(seen.reduce((total, one) => total + of(one), 0) * 100) / 100;
  return {
    read: Math.round(read * 1000) / 1000,
    files: sum((one) => one.share),
    bytes: sum((one) => one.bytes),
    compressedBytes: sum((one) => one.compressedBytes),
    features: FEATURES.map((_, index) => sum((one) => one.features[index] ?? 0)),
  };
}
