import type { RangedFile } from "../fetch/ranged-file.ts";
import type { SourceSample, StreamedText } from "../wheel-directory.ts";
import { chooseWindows, type Window } from "./choose-windows.ts";
import type { Look } from "./look.ts";
import { lookAt, type PackedSource, type Seen } from "./packed-source.ts";
import { FEATURES } from "./source-features.ts";
import {
  chooseRuns,
  NOTHING_STREAMED,
  type StreamedSource,
  type StreamSums,
  streamedText,
  streamSources,
} from "./streamed-text.ts";

/** So much of the sources in memory already is enough, unless nearly all shall be read. */
const ENOUGH = 0.5;
/** A piece that unpacks to more is looked at no further: a plan's time is no attacker's. */
const MAX_TEXT_BYTES = 96 * 1024 * 1024;

/** Less of a larger text doesn't show how it repeats itself. */
const LEAST_STREAMED_BYTES = 64 * 1024;

/**
 * Estimates what all of a wheel's Python files hold from some of them, because their text says more about their bytecode
 * than their sizes do. What an earlier read brought in anyway costs nothing.
 * @returns null where the wheel has no Python to speak of, or none of it could be read.
 */
export async function sampleSources(
  file: RangedFile,
  sources: readonly PackedSource[],
  look: Look,
): Promise<SourceSample | null> {
  const inOrder = sources.filter((one) => one.bytes > 0).toSorted((a, b) => a.offset - b.offset);
  const spare = file.inMemory();
  const [beside, rest] = [
    inOrder.filter((one) => isIn(spare, one)),
    inOrder.filter((one) => !isIn(spare, one)),
  ];
  const enough = look.read < ENOUGH && bytesOf(rest) < (1 - ENOUGH) * bytesOf(inOrder);
  const windows = enough ? [] : chooseWindows(rest, await file.getLength(), look.read);
  const inWindows = rest.filter((one) => windows.some((window) => isIn(window, one)));
  const looked = [...inWindows, ...beside];
  const kept = keptOf(looked, look.streamed);
  const near = await lookInto(file, spare, { sources: beside, kept });
  const far = await Promise.all(windows.map((one) => lookInto(file, one, { sources: inWindows, kept })));
  const seenFar = far.flatMap((one) => one.seen);
  const seen = [...near.seen, ...weighted(seenFar, bytesOf(rest))];
  const streamed = streamedText([near, ...far].map((one) => one.sums));
  const read = bytesOf([...near.seen, ...seenFar]) / Math.max(1, bytesOf(inOrder));
  return seen.length === 0 ? null : summary(seen, Math.min(1, read), streamed);
}

/** Those whose text is compressed once more. */
function keptOf(looked: readonly PackedSource[], share: number): ReadonlySet<PackedSource> {
  const bytes = share * bytesOf(looked);
  return share < 1 && bytes < LEAST_STREAMED_BYTES ? new Set() : chooseRuns(looked, bytes);
}

function isIn({ start, end }: Window, { offset }: PackedSource): boolean {
  return offset >= start && offset < end;
}

interface Looked {
  readonly seen: readonly Seen[];
  readonly sums: StreamSums;
}

async function lookInto(
  file: RangedFile,
  window: Window,
  { sources, kept }: { readonly sources: readonly PackedSource[]; readonly kept: ReadonlySet<PackedSource> },
): Promise<Looked> {
  const inside = sources.filter((one) => isIn(window, one));
  if (inside.length === 0) return { seen: [], sums: NOTHING_STREAMED };
  const bytes = await file.read(window.start, window.end - window.start);
  const seen: Seen[] = [];
  const streamed: StreamedSource[] = [];
  let left = MAX_TEXT_BYTES;
  for (const one of inside) {
    const part = left > 0 ? lookAt(bytes.subarray(one.offset - window.start), one, kept.has(one)) : undefined;
    if (!part) continue;
    if (part.streamed) streamed.push(part.streamed);
    // Its text goes as soon as it's compressed.
    seen.push({ ...part, streamed: undefined });
    left -= part.bytes;
  }
  return { seen, sums: await streamSources(streamed) };
}

function bytesOf(sources: readonly { readonly bytes: number }[]): number {
  return sources.reduce((sum, one) => sum + one.bytes, 0);
}

/** What the windows showed stands for all that nobody looked at. */
function weighted(seen: readonly Seen[], bytes: number): readonly Seen[] {
  const factor = bytes / Math.max(1, bytesOf(seen));
  return seen.map((one) => ({
    ...one,
    share: one.share * factor,
    bytes: one.bytes * factor,
    compressedBytes: one.compressedBytes * factor,
    features: one.features.map((value) => value * factor),
  }));
}

function summary(seen: readonly Seen[], read: number, streamed: StreamedText | null): SourceSample {
  const sum = (of: (one: Seen) => number) =>
    Math.round(seen.reduce((total, one) => total + of(one), 0) * 100) / 100;
  return {
    read: Math.round(read * 1000) / 1000,
    files: sum((one) => one.share),
    bytes: sum((one) => one.bytes),
    compressedBytes: sum((one) => one.compressedBytes),
    features: FEATURES.map((_, index) => sum((one) => one.features[index] ?? 0)),
    streamed,
  };
}
