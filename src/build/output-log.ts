import { messageOf } from "../errors.ts";
import type { Ports } from "../ports.ts";

/** Takes a program's output as it comes: all of it into a file of this machine, its end into memory. */
export interface OutputLog {
  /** Answers a promise when the disk is behind: until then the program is to wait, since nothing is dropped. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** The last of what was written, decoded. */
  tail(): string;
  /** Waits until the file has everything. */
  end(): Promise<void>;
}

/** Enough for the first cause of a failure and what follows from it. */
const TAIL_BYTES = 256 * 1024;
const MOST_PENDING_BYTES = 1024 * 1024;

/** An image doesn't fail for want of its log: a file that can't be written is said once and given up. */
export function openOutputLog(path: string, ports: Ports): OutputLog {
  const end = createTail();
  let written: Promise<void> = Promise.resolve();
  let pending = 0;
  let fault: string | undefined;
  const append = async (chunk: Uint8Array): Promise<void> => {
    try {
      if (fault === undefined) await ports.files.append(path, chunk);
    } catch (error) {
      fault = messageOf(error);
      ports.log.warn(`The installer's output can't be kept in ${path}: ${fault}`);
    } finally {
      pending -= chunk.length;
    }
  };
  return {
    write(chunk) {
      end.append(chunk);
      pending += chunk.length;
      written = written.then(() => append(chunk));
      return pending > MOST_PENDING_BYTES ? written : undefined;
    },
    tail: () => end.text(),
    end: () => written,
  };
}

function createTail() {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    append(chunk: Uint8Array): void {
      // A copy, because a stream may use the chunk's memory again.
      chunks.push(Uint8Array.from(chunk.subarray(-TAIL_BYTES)));
      bytes += chunk.length;
      if (bytes < 2 * TAIL_BYTES) return;
      chunks = [Buffer.concat(chunks).subarray(-TAIL_BYTES)];
      bytes = TAIL_BYTES;
    },
    text: () => new TextDecoder().decode(Buffer.concat(chunks).subarray(-TAIL_BYTES)),
  };
}
