import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { StreamedText } from "../wheel-directory.ts";

/** A source as a layer's archive holds it, with what stands in for its bytecode. */
export interface StreamedSource {
  /** In site-packages. */
  readonly path: string;
  readonly text: Uint8Array;
  /** What the wheel's own DEFLATE made of this text. */
  readonly compressedBytes: number;
  readonly code: Uint8Array;
}

/** Bytes of some sources: as the wheel has them, and in one stream without bytecode and with it. */
export interface StreamSums {
  readonly compressed: number;
  readonly code: number;
  readonly text: number;
  readonly both: number;
}

export const NOTHING_STREAMED: StreamSums = { compressed: 0, code: 0, text: 0, both: 0 };

/** Compresses sources in the order in which an engine walks a layer, once without their bytecode and once with it. Not on this thread. */
export async function streamSources(sources: readonly StreamedSource[]): Promise<StreamSums> {
  const texts = sources.map(({ path, text }) => ({ path, content: text }));
  const codes = sources.map(({ path, code }) => ({ path: beside(path), content: code }));
  const [text, both] = await Promise.all([streamBytes(texts), streamBytes([...texts, ...codes])]);
  const sum = (of: (one: StreamedSource) => number) => sources.reduce((total, one) => total + of(one), 0);
  return { compressed: sum((one) => one.compressedBytes), code: sum((one) => one.code.length), text, both };
}

/** What the sums of all pieces of a wheel say of it; null where there was nothing to compress. */
export function streamedText(pieces: readonly StreamSums[]): StreamedText | null {
  const sum = (of: (one: StreamSums) => number) => pieces.reduce((total, one) => total + of(one), 0);
  const compressed = sum((one) => one.compressed);
  const code = sum((one) => one.code);
  if (compressed <= 0 || code <= 0) return null;
  const rounded = (ratio: number) => Math.round(ratio * 10_000) / 10_000;
  return {
    text: rounded(sum((one) => one.text) / compressed),
    bytecode: rounded(
      Math.max(
        0,
        sum((one) => one.both - one.text),
      ) / code,
    ),
  };
}

const BLOCK = 512;
const NAME_BYTES = 100;
/** Everything else in a header is the same for all files of a layer, or nearly so. */
const SIZE_AT = 124;

interface Entry {
  readonly path: string;
  readonly content: Uint8Array;
}

async function streamBytes(entries: readonly Entry[]): Promise<number> {
  if (entries.length === 0) return 0;
  const inOrder = entries
    .map((one) => ({ one, key: one.path.replaceAll("/", "\0") }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const parts = inOrder.flatMap(({ one }) => [header(one), one.content, padding(one.content)]);
  return (await promisify(deflateRaw)(Buffer.concat(parts))).length;
}

function header({ path, content }: Entry): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(path.slice(0, NAME_BYTES), 0, "latin1");
  block.write(content.length.toString(8).padStart(11, "0"), SIZE_AT, "latin1");
  return block;
}

function padding(content: Uint8Array): Uint8Array {
  return new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK);
}

/** A folder's bytecode lies in a folder of its own, before most of its sources. */
function beside(path: string): string {
  const at = path.lastIndexOf("/") + 1;
  return `${path.slice(0, at)}__pycache__/${path.slice(at)}c`;
}

/** So much text lies together, that what repeats itself within a stream's window of 32 KiB is seen. */
const RUN_BYTES = 64 * 1024;

/** Pieces of a list of sources that together hold about so many bytes, evenly spread over it. */
export function chooseRuns<T extends { readonly bytes: number }>(
  sources: readonly T[],
  mostBytes: number,
): ReadonlySet<T> {
  const total = sources.reduce((sum, one) => sum + one.bytes, 0);
  const stride = Math.max(1, Math.ceil(total / mostBytes));
  const chosen = new Set<T>();
  let passed = 0;
  for (const one of sources) {
    if (Math.floor(passed / RUN_BYTES) % stride === 0) chosen.add(one);
    passed += one.bytes;
  }
  return chosen;
}
