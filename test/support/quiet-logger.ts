import type { Logger } from "../../src/ports/machine.ts";

/** Says nothing and runs everything. */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  group: (_, body) => body(),
  task: (_, body) => body(() => undefined),
};
