import { messageOf } from "../errors.ts";
import type { Ports } from "../ports.ts";

export interface PhaseLog {
  write(chunk: string | Uint8Array): void;
  /** Waits until all of it is on disk. */
  end(): Promise<void>;
}

/** Appends chunks in order without making their writer wait for the disk; an image doesn't fail for want of its log. */
export function openPhaseLog(path: string, ports: Pick<Ports, "files" | "log">): PhaseLog {
  let written: Promise<void> = Promise.resolve();
  let fault: string | undefined;
  const append = async (chunk: string | Uint8Array): Promise<void> => {
    if (fault !== undefined) return;
    try {
      await ports.files.append(path, chunk);
    } catch (error) {
      fault = messageOf(error);
      ports.log.warn(`The installer's output can't be kept in ${path}: ${fault}`);
    }
  };
  return {
    write: (chunk) => {
      written = written.then(() => append(chunk));
    },
    end: () => written,
  };
}
