import type { BaseFacts } from "../../python/base-facts.ts";
import type { StreamedText } from "../../wheels/wheel-directory.ts";
import { coefficientsOf } from "./bytecode.ts";

/**
 * Fitted on wheels that are in no set of docs/plan-accuracy.md, written as an engine writes a layer's archive and compressed by
 * Go's gzip at its default level, as engines do (bench/archive-model); judged on other groups and on real pushes.
 */
const SHARES = [
  [4096, 0.396],
  [16_384, 0.721],
  [65_536, 0.969],
  [Number.POSITIVE_INFINITY, 1.013],
] as const;
/** What a wheel had to store nearly as it is (pictures, archives) has nothing to share. */
const DENSE = 0.9;
const ENTRY = 140;
const FOLDER = 25;
/** zlib's stream, in which the text was looked at, against Go's. */
const SEEN_TEXT = 1.005;
/** Of Python whose text nobody has looked at: what a mean wheel's would take. */
const UNSEEN_SHARES = [
  [4096, 0.39],
  [16_384, 0.62],
  [65_536, 0.97],
  [Number.POSITIVE_INFINITY, 1.022],
] as const;
const UNSEEN_BYTECODE = 0.341;
const UNSEEN_ENTRY = 131;

export interface ArchivedFile {
  readonly path: string;
  readonly bytes: number;
  /** What DEFLATE makes of it alone. */
  readonly compressedBytes: number;
}

/**
 * What a file takes in a layer's archive, its header included. A wheel compresses each file by itself, an archive all of them
 * in one stream, where files that repeat each other all but vanish.
 * @param streamed what became of the wheel's Python in such a stream, or null where nobody has looked: then small files are taken
 * to repeat more than large ones.
 */
export function archivedFile(file: ArchivedFile, streamed: StreamedText | null): number {
  // Hashes repeat nothing.
  if (file.path.endsWith(".dist-info/RECORD")) return ENTRY + file.compressedBytes;
  if (!file.path.endsWith(".py")) return ENTRY + otherShare(file) * file.compressedBytes;
  if (streamed) return SEEN_TEXT * streamed.text * file.compressedBytes;
  return UNSEEN_ENTRY + shareOf(file, UNSEEN_SHARES) * file.compressedBytes;
}

/** What bytecode takes there, headers included. */
export function archivedBytecode(
  { count, bytes }: { readonly count: number; readonly bytes: number },
  streamed: StreamedText | null,
  python: BaseFacts["python"],
): number {
  if (streamed) return coefficientsOf(python).inArchive * streamed.bytecode * bytes;
  return UNSEEN_ENTRY * count + UNSEEN_BYTECODE * bytes;
}

function otherShare(file: ArchivedFile): number {
  return file.compressedBytes > DENSE * file.bytes ? 1 : shareOf(file, SHARES);
}

type Shares = readonly (readonly [limit: number, share: number])[];

function shareOf(file: ArchivedFile, shares: Shares): number {
  for (const [limit, share] of shares) if (file.bytes < limit) return share;
  return 1;
}

/** Bytes of a layer's archive as the engine's push compresses and sends it. @param contents sum of what all files take. */
export function archiveBytes(contents: number, folders: number): number {
  return Math.round(contents + FOLDER * folders);
}
