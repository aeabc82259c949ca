import { utf8Bytes } from "./utf8-bytes.ts";

/** Block size of the file systems that engines keep their data on (ext4, xfs), in bytes. */
export const BLOCK_BYTES = 4096;

/** Bytes that a file of so many bytes takes on disk; an empty one takes none. */
export function fileBlocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

/** ext4: two fixed entries, `.` and `..`, and a checksum at the block's end. */
const FIXED_ENTRIES = 24 + 12;

/** A folder that outgrew one block is an index block and leaves, split in halves as they fill: about this full. */
const LEAF_FILL = 0.75;

/** Bytes of a folder itself, whose entries take `entryBytes` (see `entryBytes`). */
export function folderBlocks(entryBytes: number): number {
  if (entryBytes + FIXED_ENTRIES <= BLOCK_BYTES) return BLOCK_BYTES;
  return (1 + Math.ceil(entryBytes / (BLOCK_BYTES * LEAF_FILL))) * BLOCK_BYTES;
}

/** Bytes of a folder's entry for a name (ext4: a head of 8 bytes and the name, rounded up to 4). */
export function entryBytes(name: string): number {
  return 8 + Math.ceil(utf8Bytes(name) / 4) * 4;
}
