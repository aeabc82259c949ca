import { fileURLToPath } from "node:url";
import { createNodeHttp } from "../../src/host/network/node-http.ts";
import { createNodeFiles } from "../../src/host/node-files.ts";
import type { Processes } from "../../src/ports/machine.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createRedactor } from "../../src/text/secrets/redactor.ts";
import { cacheOf, type MemoryCache } from "./memory-cache.ts";
import { MemoryEngine } from "./memory-engine.ts";
import { RecordingLogger } from "./recording-logger.ts";

export interface TestPorts extends Ports {
  readonly log: RecordingLogger;
  readonly cache: MemoryCache;
  /** Everything that was shown. */
  readonly shown: string[];
}

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** A machine without any program of its own: no GPU, no credential helper. */
const noPrograms: Processes = {
  which: async () => undefined,
  run: (command) => Promise.reject(new Error(`There is no ${command} here.`)),
  ask: (command) => Promise.reject(new Error(`There is no ${command} here.`)),
  spawnDetached: (command) => Promise.reject(new Error(`There is no ${command} here.`)),
};

async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return await new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (signal?.aborted) reject(signal.reason);
  });
}

/** An outside that lives in this process, real files and loopback HTTP apart. */
export function testPorts(changes: Partial<Ports> = {}): TestPorts {
  const shown: string[] = [];
  const engine = changes.engine ?? new MemoryEngine();
  let ticks = 0;
  return {
    engine,
    registry: {
      findManifest: async () => undefined,
      findMissingBlob: async () => undefined,
      requireWritable: async () => undefined,
    },
    credentials: { find: async () => undefined },
    secrets: createRedactor(),
    show: (text) => void shown.push(text),
    clock: {
      now: () => new Date("2026-11-22T21:00:00Z"),
      monotonic: () => {
        ticks += 1000;
        return ticks;
      },
      jitter: () => 0.5,
      // What waits in the background would run without end where waiting takes no time.
      sleep: async (_milliseconds, signal, options) => {
        if (options?.background) await untilAborted(signal);
      },
    },
    http: createNodeHttp(),
    files: createNodeFiles(),
    processes: noPrograms,
    network: { caBundle: undefined, installerEnv: {} },
    hardware: { memoryBytes: 8e9, cpus: 2 },
    judgeOwner: () => "alive",
    assets: REPOSITORY,
    signal: new AbortController().signal,
    ...changes,
    shown,
    log: new RecordingLogger(),
    cache: cacheOf(engine),
  };
}
