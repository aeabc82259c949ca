import type { Ports } from "../../ports/ports.ts";
import { messageOf } from "../../text/errors.ts";
import { createByteQueue } from "./byte-queue.ts";

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
  // What came while the disk was busy goes there in one piece.
  const waiting = createByteQueue();
  let pending = 0;
  let writing: Promise<void> | undefined;
  let fault: string | undefined;
  const append = async (content: Uint8Array): Promise<void> => {
    try {
      if (fault === undefined) await ports.files.append(path, content);
    } catch (error) {
      fault = messageOf(error);
      ports.log.warn(`The installer's output can't be kept in ${path}: ${fault}`);
    }
  };
  const drain = async (): Promise<void> => {
    while (!waiting.isEmpty) {
      const content = waiting.take();
      await append(content);
      pending -= content.length;
    }
    writing = undefined;
  };
  return {
    write(chunk) {
      end.append(chunk);
      waiting.push(chunk);
      pending += chunk.length;
      writing ??= drain();
      return pending > MOST_PENDING_BYTES ? writing : undefined;
    },
    tail: () => end.text(),
    end: async () => writing,
  };
}

function createTail() {
  const kept = Buffer.alloc(2 * TAIL_BYTES);
  let used = 0;
  return {
    append(chunk: Uint8Array): void {
      const last = chunk.subarray(-TAIL_BYTES);
      if (used + last.length > kept.length) {
        kept.copyWithin(0, used - TAIL_BYTES, used);
        used = TAIL_BYTES;
      }
      kept.set(last, used);
      used += last.length;
    },
    text: () => new TextDecoder().decode(kept.subarray(Math.max(0, used - TAIL_BYTES), used)),
  };
}
