import { constants, inflateRawSync } from "node:zlib";
import type { ZipEntry } from "unzipit";
import { FEATURES, sourceFeatures } from "./source-features.ts";
import { StandInBytecode } from "./stand-in-bytecode.ts";
import type { StreamedSource } from "./streamed-text.ts";

/** A file inside a wheel. */
export interface PackedSource {
  readonly path: string;
  /** Where its local header begins. */
  readonly offset: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  /** ZIP's number of the method: 0 stored, 8 deflated. */
  readonly method: number;
}

/** unzipit reads a file by two requests; its place in the archive lets one request read several. */
export function packedSource(entry: ZipEntry): PackedSource {
  const raw = entry["_rawEntry"];
  return {
    path: entry.name,
    offset: raw.relativeOffsetOfLocalHeader,
    bytes: entry.size,
    compressedBytes: entry.compressedSize,
    method: raw.compressionMethod,
  };
}

/** Of one file no more text than this is looked at (generated ones have 6 MB), and none that unpacks to more than any source holds. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** A file of which less is in a window says nothing. */
const MIN_BYTES = 1024;

/** What was seen of one file: all of it, or its beginning. */
export interface Seen {
  /** 1 for a whole file. */
  readonly share: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly features: readonly number[];
  /** Its text and a stand-in for its bytecode, where they were asked for. */
  readonly streamed: StreamedSource | undefined;
}

const LOCAL_HEADER = 0x04034b50;

/**
 * Counts a source that a piece of the wheel holds, from its local header on; undefined where there is too little of it.
 * @param keeps whether its text shall be compressed with others', too.
 */
export function lookAt(bytes: Uint8Array, one: PackedSource, keeps: boolean): Seen | undefined {
  const content = contentOf(bytes, one);
  if (content === undefined || content.length === 0) return undefined;
  const text = content.subarray(0, MAX_TEXT_BYTES);
  // A directory may lie about sizes.
  const share = Math.min(1, text.length / one.bytes);
  if (share < 1 && text.length < MIN_BYTES) return undefined;
  const code = keeps ? new StandInBytecode() : undefined;
  const features = sourceFeatures(new TextDecoder().decode(text), code);
  const compressedBytes = one.compressedBytes * share;
  return {
    ...{ share, bytes: text.length, compressedBytes },
    streamed: code && { path: one.path, text, compressedBytes, code: code.bytes() },
    features: features.map((value, index) => (FEATURES[index] === "files" ? share : value)),
  };
}

/** What a piece of the archive, from the file's local header on, holds of it: its beginning, if not all. */
export function contentOf(bytes: Uint8Array, one: PackedSource): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || view.getUint32(0, true) !== LOCAL_HEADER) return undefined;
  const start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = bytes.subarray(start, start + one.compressedBytes);
  return packed.length === 0 ? undefined : unpack(packed, one.method);
}

function unpack(packed: Uint8Array, method: number): Uint8Array | undefined {
  if (method === STORED) return packed;
  try {
    // A stream that ends early gives what it held: the beginning of a large file is as good as any part of it.
    return inflateRawSync(packed, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MAX_UNPACKED_BYTES,
    });
  } catch {
    return undefined; // damaged: the install will say so, a size estimate needn't
  }
}

const STORED = 0;
