import type { Ports } from "../../ports/ports.ts";
import { messageOf } from "../../text/errors.ts";
import { createByteQueue } from "./byte-queue.ts";
import { createSafeLines } from "./safe-lines.ts";

/** Keeps a program's output without secrets: all of it in a file on this machine, its end in memory. */
interface OutputLog {
  /** Returns a promise when the disk is too slow. The program must wait for it, because nothing is dropped. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** The end of the output, decoded. */
  tail(): string;
  /** Waits until all output is in the file. */
  end(): Promise<void>;
}

/** Enough for the first cause of a failure and the errors that follow from it. */
const TAIL_BYTES = 256 * 1024;
const MOST_PENDING_BYTES = 1024 * 1024;

/** Opens a log. If the file can't be written, warns once and goes on without it: a build doesn't fail because of its log. */
export function openOutputLog(path: string, ports: Ports): OutputLog {
  const end = createTail();
  // Output that comes while the disk is busy is written in one piece afterwards.
  const waiting = createByteQueue();
  let pending = 0;
  let writing: Promise<void> | undefined;
  let fault: string | undefined;
  const lines = createSafeLines(ports.secrets.redact, (safe) => {
    end.append(safe);
    waiting.push(safe);
    pending += safe.length;
  });
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
      lines.write(chunk);
      if (!waiting.isEmpty) writing ??= drain();
      return pending > MOST_PENDING_BYTES ? writing : undefined;
    },
    tail: () => end.text(),
    async end() {
      lines.end();
      if (!waiting.isEmpty) writing ??= drain();
      await writing;
    },
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
