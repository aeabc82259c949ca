import type { Clock, Logger } from "../../ports/machine.ts";
import { neutralise } from "../../text/foreign-text.ts";
import { describeElapsed } from "./elapsed.ts";

const FIRST_LINE_MS = 1000;
const NEXT_LINE_MS = 10_000;

/**
 * Progress for output that can't redraw a line. A task that takes longer than a second prints a line, then its status every
 * ten seconds, and its duration at the end.
 */
export function createTaskLines(
  clock: Pick<Clock, "monotonic">,
  print: (line: string) => void,
): Pick<Logger, "task"> {
  return {
    async task(title, body) {
      const start = clock.monotonic();
      let status = "";
      const say = (): void => {
        const elapsed = describeElapsed(clock.monotonic() - start);
        print(
          neutralise(
            status === ""
              ? `${title} … (${elapsed})`
              : `${title}: ${status.replaceAll(/\s+/gu, " ")} (${elapsed})`,
          ),
        );
      };
      let repeat: NodeJS.Timeout | undefined;
      const first = setTimeout(() => {
        say();
        repeat = setInterval(say, NEXT_LINE_MS).unref();
      }, FIRST_LINE_MS).unref();
      let outcome = "failed";
      try {
        const result = await body((latest) => {
          status = latest;
        });
        outcome = "done";
        return result;
      } finally {
        clearTimeout(first);
        clearInterval(repeat);
        const elapsed = clock.monotonic() - start;
        if (elapsed >= FIRST_LINE_MS)
          print(neutralise(`${title}: ${outcome} in ${describeElapsed(elapsed)}`));
      }
    },
  };
}
