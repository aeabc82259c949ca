import type { Logger } from "../../src/host/ports.ts";

/** Says nothing and runs everything. */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  group: (_, body) => body(),
  task: (_, body) => body(() => undefined),
};
