import type { Ports } from "../../ports/ports.ts";
import { discard } from "../discard.ts";
import { type Run, runLabels } from "../run.ts";

/** Fifteen are missed before anybody takes the run for dead. */
const RENEW_MS = 60_000;

/**
 * Runs `body` and shows meanwhile that the run lives, also to machines and PID namespaces that can't see its process. Labels
 * can't be changed, so each minute a new, empty volume takes the place of the last one; the engine notes when it was made.
 */
export async function withLease<T>(
  run: Run,
  ports: Pick<Ports, "engine" | "clock" | "log">,
  body: () => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const renewing = renew(run, ports, ended.signal);
  try {
    return await body();
  } finally {
    ended.abort();
    // Whatever it makes is made before the run is swept.
    await renewing;
  }
}

async function renew(
  run: Run,
  ports: Pick<Ports, "engine" | "clock" | "log">,
  ended: AbortSignal,
): Promise<void> {
  const { engine, clock } = ports;
  let last: string | undefined;
  for (let count = 1; ; count++) {
    await clock.sleep(RENEW_MS, ended, { background: true }).catch(() => undefined);
    if (ended.aborted) return;
    const next = `surelayer-${run.id}-lease-${count}`;
    await discard(async () => {
      await engine.createVolume(next, runLabels(run));
      const before = last;
      last = next;
      if (before !== undefined) await engine.removeVolume(before);
    }, ports);
  }
}
