import type { Clock, Logger } from "../../ports/machine.ts";
import { neutralise } from "../../text/foreign-text.ts";
import { describeElapsed } from "./elapsed.ts";

/** The used part of a terminal's stream, such as `process.stderr`. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

interface StatusLine extends Pick<Logger, "task"> {
  /** Writes a whole line above the live one. */
  print(line: string): void;
}

interface ActiveTask {
  readonly title: string;
  readonly start: number;
  status: string;
}

const REDRAW_MS = 100;
const REPORTED_MS = 1000;
const DEFAULT_COLUMNS = 80;
const CLEAR = "\r\u001b[2K";

/** One live line at the bottom of a terminal: the newest task, its status and elapsed time. */
export function createStatusLine(stream: TextStream, clock: Pick<Clock, "monotonic">): StatusLine {
  const active: ActiveTask[] = [];
  let timer: NodeJS.Timeout | undefined;
  let drawn = "";
  const show = (text: string): void => {
    if (text !== drawn) stream.write(text === "" ? CLEAR : `${CLEAR}${text}`);
    drawn = text;
  };
  const redraw = (): void =>
    show(fitWidth(describe(active, clock.monotonic()), stream.columns ?? DEFAULT_COLUMNS));
  const print = (line: string): void => {
    show("");
    stream.write(`${line}\n`);
  };
  const begin = (task: ActiveTask): void => {
    active.push(task);
    // Only the timer draws, so that thousands of reports a second cost ten redraws.
    timer ??= setInterval(redraw, REDRAW_MS).unref();
  };
  const end = (task: ActiveTask, outcome: string): void => {
    active.splice(active.indexOf(task), 1);
    const elapsed = clock.monotonic() - task.start;
    if (elapsed >= REPORTED_MS) print(neutralise(`${task.title}: ${outcome} in ${describeElapsed(elapsed)}`));
    if (active.length > 0) return;
    clearInterval(timer);
    timer = undefined;
    show("");
  };
  return {
    print,
    async task(title, body) {
      const task: ActiveTask = { title, start: clock.monotonic(), status: "" };
      begin(task);
      let outcome = "failed";
      try {
        const result = await body((status) => {
          task.status = status;
        });
        outcome = "done";
        return result;
      } finally {
        end(task, outcome);
      }
    },
  };
}

function describe(active: readonly ActiveTask[], now: number): string {
  const task = active.at(-1);
  if (!task) return "";
  const others = active.length > 1 ? ` (+${active.length - 1} more)` : "";
  const status = task.status === "" ? "" : `: ${task.status}`;
  return `${describeElapsed(now - task.start)}  ${neutralise(task.title + status).replaceAll(/\s+/gu, " ")}${others}`;
}

/** Cuts a text to a terminal's width minus one: some terminals wrap at the last column. */
export function fitWidth(text: string, columns: number): string {
  const room = Math.max(1, columns - 1);
  let used = 0;
  let end = 0;
  let endWithMark = 0;
  for (const character of text) {
    used += isWide(character) ? 2 : 1;
    if (used > room) return `${text.slice(0, endWithMark)}…`;
    end += character.length;
    if (used < room) endWithMark = end;
  }
  return text;
}

/** East Asian characters and emoji take two columns. A narrow character that counts as wide only cuts a little early. */
function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x1100 && !/[\u2010-\u2027\u2500-\u259f]/u.test(character);
}
