import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../ports/machine.ts";

/** The clock of this machine. */
export function createSystemClock(): Clock {
  return { now: () => new Date(), monotonic: () => performance.now(), jitter: Math.random, sleep };
}

async function sleep(
  milliseconds: number,
  signal?: AbortSignal,
  { background = false }: { readonly background?: boolean } = {},
): Promise<void> {
  try {
    await delay(milliseconds, undefined, { ref: !background, ...(signal && { signal }) });
  } catch (error) {
    // Node's own AbortError would hide the reason, such as the user's Ctrl-C or a time-out.
    signal?.throwIfAborted();
    throw error;
  }
}
