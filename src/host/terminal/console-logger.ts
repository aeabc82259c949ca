import type { Clock, Logger } from "../../ports/machine.ts";
import { describeLocation, type SourceLocation } from "../../text/errors.ts";
import { neutralise } from "../../text/foreign-text.ts";
import { type Environment, variable } from "../environment.ts";
import { createStatusLine, type TextStream } from "./status-line.ts";
import { createTaskLines } from "./task-lines.ts";

interface ConsoleLoggerOptions {
  /** Usually standard error, because standard output belongs to results such as `--json`. */
  readonly stream: TextStream;
  readonly env: Environment;
  readonly clock: Pick<Clock, "monotonic">;
  /** Shows debug lines, too. */
  readonly verbose?: boolean;
  /** Removes secrets from everything that is shown. */
  readonly redact?: (text: string) => string;
}

type Colour = "dim" | "bold" | "yellow" | "red";
type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, yellow: 33 };

/** Progress and messages for people at a terminal, or for a log file when the stream isn't one. */
export function createConsoleLogger(options: ConsoleLoggerOptions): Logger {
  const { stream, clock, redact = (text) => text } = options;
  const paint = paintFor(stream, options.env);
  let depth = 0;
  const indented = (text: string): string => text.replaceAll(/^/gmu, "  ".repeat(depth));
  const live = isLive(stream, options.env) ? createStatusLine(stream, clock) : undefined;
  const write = live ? live.print : (line: string) => void stream.write(`${line}\n`);
  const tasks = live ?? createTaskLines(clock, (line) => write(indented(redact(line))));
  const line = (text: string, colour?: Colour): void => {
    const safe = indented(neutralise(redact(text)));
    write(colour ? paint(colour, safe) : safe);
  };
  return {
    debug: (message) => void (options.verbose && line(message, "dim")),
    info: (message) => line(message),
    warn: (message, location) => line(`${prefix(location)}warning: ${message}`, "yellow"),
    error: (message, location) => line(`${prefix(location)}error: ${message}`, "red"),
    async group(title, body) {
      line(title, "bold");
      depth++;
      try {
        return await body();
      } finally {
        depth--;
      }
    },
    task: (title, body) => tasks.task(redact(title), (report) => body((status) => report(redact(status)))),
  };
}

function prefix(location: SourceLocation | undefined): string {
  return location ? `${describeLocation(location)}: ` : "";
}

function isLive(stream: TextStream, env: Environment): boolean {
  return stream.isTTY === true && variable(env, "TERM") !== "dumb" && variable(env, "CI") === undefined;
}

/** Reads NO_COLOR and FORCE_COLOR like most tools: NO_COLOR wins, and FORCE_COLOR=0 means no colours. */
function paintFor(stream: TextStream, env: Environment): Paint {
  const forced = variable(env, "FORCE_COLOR");
  const wanted = forced === undefined ? isLive(stream, env) : forced !== "0" && forced !== "false";
  if (!wanted || variable(env, "NO_COLOR") !== undefined) return (_colour, text) => text;
  return (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}
