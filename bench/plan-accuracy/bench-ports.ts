import { fileURLToPath } from "node:url";
import { openRealPorts } from "../../src/app/real-ports.ts";
import { processEnvironment } from "../../src/host/environment.ts";
import type { Logger } from "../../src/ports/machine.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createRedactor } from "../../src/text/secrets/redactor.ts";
import { quietLogger } from "../../test/support/quiet-logger.ts";
import type { BenchEngine } from "./bench-engine.ts";

interface Options {
  /** Of another engine than this machine's. */
  readonly env?: BenchEngine["env"];
  readonly wrap?: (logger: Logger) => Logger;
}

/** The real outside, with a cache of its own: nothing that an earlier run learned may help. */
export async function openBenchPorts(cacheFolder: string, options: Options = {}): Promise<Ports> {
  const { env = {}, wrap = (logger) => logger } = options;
  const redactor = createRedactor();
  return openRealPorts({
    env: { ...processEnvironment(), ...env, XDG_CACHE_HOME: cacheFolder },
    log: wrap({ ...quietLogger, warn: (message) => console.error(redactor.redact(message)) }),
    show: () => undefined,
    redactor,
    signal: new AbortController().signal,
    assets: fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, ""),
    ...{ trusted: true, logins: true },
  });
}
