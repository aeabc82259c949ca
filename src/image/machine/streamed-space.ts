import type { Container } from "../../ports/engine.ts";
import type { DiskSpace } from "../../ports/machine.ts";
import { EngineError } from "../../text/errors.ts";
import { createLineSplitter } from "../../text/foreign-text.ts";

/** One command that prints four lines a second costs less than a command for each look (75 ms on a local engine). */
const SAY = `
import os, time
while True:
    disk = os.statvfs("/")
    print(disk.f_bavail * disk.f_frsize, (disk.f_blocks - disk.f_bfree + disk.f_bavail) * disk.f_frsize, flush=True)
    time.sleep(0.25)
`;
const MAX_LINE_BYTES = 1024;

interface Waiting {
  readonly resolve: (space: DiskSpace) => void;
  readonly reject: (error: unknown) => void;
}

/** Measures the root file system of a running container with one command that prints the space again and again. */
export function streamedSpace(container: Container, python: string, signal: AbortSignal) {
  const stopped = new AbortController();
  let waiting: Waiting[] = [];
  let running = false;
  let spoken = false;
  let lastWords = "";
  const settle = (tell: (one: Waiting) => void) => {
    const told = waiting;
    waiting = [];
    for (const one of told) tell(one);
  };
  const lines = createLineSplitter({
    maxLineBytes: MAX_LINE_BYTES,
    onLine: (line) => {
      const space = parseSpace(line);
      spoken ||= space !== undefined;
      if (space) settle((one) => one.resolve(space));
      else lastWords = line;
    },
  });
  const ended = (cause?: unknown) => {
    running = false;
    // Answers requests that came after the last line, unless the command printed nothing at all.
    if (cause === undefined && spoken && waiting.length > 0) return start();
    const details = { evidence: lastWords, ...(cause !== undefined && { cause }) };
    const fault = new EngineError("The engine's free disk space can't be measured.", details);
    settle((one) => one.reject(signal.aborted ? signal.reason : fault));
  };
  const start = () => {
    running = true;
    spoken = false;
    container
      .exec({
        command: [python, "-c", SAY],
        signal: AbortSignal.any([signal, stopped.signal]),
        onOutput: (chunk) => lines.write(chunk),
      })
      .then(() => ended(), ended);
  };
  return {
    /** The next line's space. @throws EngineError when the command ends without a line. */
    read: () =>
      new Promise<DiskSpace>((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (!running) start();
      }),
    stop: () => stopped.abort(new EngineError("The disk is no longer watched.")),
  };
}

function parseSpace(line: string): DiskSpace | undefined {
  const [, free, total] = /^(\d{1,19}) (\d{1,19})$/.exec(line.trim()) ?? [];
  return total === undefined ? undefined : { freeBytes: Number(free), totalBytes: Number(total) };
}
