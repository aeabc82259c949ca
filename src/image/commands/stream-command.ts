import type { Container, ExecSpec } from "../../ports/engine.ts";
import type { StatusReporter } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";
import { createLineSplitter } from "../../text/foreign-text.ts";
import { openOutputLog } from "./output-log.ts";

export interface Streaming {
  /** File on this machine for all of the output. */
  readonly logFile: string;
  /** Called with each line. */
  readonly report: StatusReporter;
}

export interface Streamed {
  readonly exitCode: number;
  /** The end of both streams. */
  readonly output: string;
}

const MAX_LINE_BYTES = 16 * 1024;

/** Runs a command of a phase. Writes all of its output to the phase's log, and returns the end of the output. */
export async function streamCommand(
  container: Container,
  spec: Pick<ExecSpec, "command" | "env" | "workdir">,
  { logFile, report }: Streaming,
  ports: Ports,
): Promise<Streamed> {
  const lines = createLineSplitter({ maxLineBytes: MAX_LINE_BYTES, onLine: report });
  const log = openOutputLog(logFile, ports);
  const run = container.exec({
    ...spec,
    signal: ports.signal,
    onOutput: (chunk) => {
      lines.write(chunk);
      return log.write(chunk);
    },
  });
  const exitCode = await run.finally(() => log.end());
  lines.end();
  return { exitCode, output: log.tail().trimEnd() };
}
