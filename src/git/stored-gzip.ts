import { gzipSync } from "node:zlib";

/** 0x1f8b, DEFLATE, no flags, no time, no hint, no system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const MAX_BLOCK = 0xffff;
/** CRC-32 and length. */
const TRAILER_BYTES = 8;

/**
 * A `.gz` that holds its content as it is. Compressed bytes differ between versions of zlib, and what is hashed must be the same
 * on every machine; it lies in a cache and travels to the engine, where nobody pays for its size.
 */
export function storedGzip(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER];
  let start = 0;
  do {
    const block = content.subarray(start, start + MAX_BLOCK);
    start += block.length;
    const { length } = block;
    const isLast = start >= content.length;
    parts.push(
      Uint8Array.of(isLast ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255),
      block,
    );
  } while (start < content.length);
  // What zlib compresses may change, but not what it says about the content.
  parts.push(gzipSync(content, { level: 1 }).subarray(-TRAILER_BYTES));
  return Buffer.concat(parts);
}
