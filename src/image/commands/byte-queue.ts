export interface ByteQueue {
  readonly isEmpty: boolean;
  /** Copies them: a stream may use a chunk's memory again. */
  push(bytes: Uint8Array): void;
  /** All of them, in the order in which they came; the queue is empty then. */
  take(): Uint8Array;
}

const BLOCK_BYTES = 64 * 1024;

/** Bytes that wait for somebody, in large blocks: a program that writes three at a time costs no more memory than another. */
export function createByteQueue(): ByteQueue {
  let blocks: Uint8Array[] = [];
  let room: Uint8Array = new Uint8Array();
  return {
    get isEmpty() {
      return blocks.length === 0;
    },
    push(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        if (room.length === 0) {
          room = new Uint8Array(BLOCK_BYTES);
          blocks.push(room);
        }
        const piece = rest.subarray(0, room.length);
        room.set(piece);
        room = room.subarray(piece.length);
        rest = rest.subarray(piece.length);
      }
    },
    take() {
      const bytes = Buffer.concat(blocks);
      const unused = room.length;
      blocks = [];
      room = new Uint8Array();
      return bytes.subarray(0, bytes.length - unused);
    },
  };
}
