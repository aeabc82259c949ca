import { gzipSync } from "node:zlib";

/** 0x1f8b, DEFLATE, no flags, no time, no hint, no system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const MAX_BLOCK = 0xffff;
/** CRC-32 and length. */
const TRAILER_BYTES = 8;

/**
 * Wraps content into a `.gz` without compressing it. The hash of the file must be the same on every machine, and compressed
 * bytes differ between versions of zlib. The size costs little: the file lies in a cache and goes to the engine.
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
  // The compressed bytes differ between versions of zlib, but the CRC and the length don't.
  parts.push(gzipSync(content, { level: 1 }).subarray(-TRAILER_BYTES));
  return Buffer.concat(parts);
}
