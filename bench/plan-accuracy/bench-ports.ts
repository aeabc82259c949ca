import { fileURLToPath } from "node:url";
import { openRealPorts } from "../../src/app/real-ports.ts";
import { processEnvironment } from "../../src/host/environment.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createRedactor } from "../../src/text/redactor.ts";
import { quietLogger } from "../../test/support/quiet-logger.ts";

/** The real outside, with a cache of its own: nothing that an earlier run learned may help. */
export async function openBenchPorts(cacheFolder: string): Promise<Ports> {
  const redactor = createRedactor();
  return openRealPorts({
    env: { ...processEnvironment(), XDG_CACHE_HOME: cacheFolder },
    log: { ...quietLogger, warn: (message) => console.error(redactor.redact(message)) },
    show: () => undefined,
    hide: (secrets) => redactor.add(secrets),
    signal: new AbortController().signal,
    assets: fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, ""),
  });
}
