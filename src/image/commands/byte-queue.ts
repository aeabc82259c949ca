const BLOCK_BYTES = 64 * 1024;

/** A queue of bytes in large blocks, so that a program which writes three bytes at a time needs no more memory than others. */
export function createByteQueue() {
  let blocks: Uint8Array[] = [];
  let room: Uint8Array = new Uint8Array();
  return {
    get isEmpty(): boolean {
      return blocks.length === 0;
    },
    /** Copies the bytes, because a stream may reuse a chunk's memory. */
    push(bytes: Uint8Array): void {
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
    /** Takes all bytes out of the queue, in the order of their arrival. */
    take(): Uint8Array {
      const bytes = Buffer.concat(blocks);
      const unused = room.length;
      blocks = [];
      room = new Uint8Array();
      return bytes.subarray(0, bytes.length - unused);
    },
  };
}
