import type { Ports } from "../../ports/ports.ts";
import { sweepDeadRuns } from "../../toolbox/leftovers/sweep.ts";
import type { DiskGauge } from "../machine/engine-disk.ts";
import type { CleanupResult } from "./cleanup-result.ts";

/**
 * Removes containers and volumes that dead runs left on the engine. Removes no images: the next run reuses finished layers,
 * and a user may have built on one. Removes nothing that others own.
 */
export async function cleanEngine(
  gauge: DiskGauge,
  ports: Pick<Ports, "engine" | "clock" | "log" | "judgeOwner" | "signal">,
): Promise<CleanupResult> {
  const started = ports.clock.monotonic();
  const free = async () => (await gauge.read().catch(() => undefined))?.freeBytes ?? null;
  const freeBefore = await free();
  const swept = await sweepDeadRuns(ports);
  const freeAfter = await free();
  const seconds = (ports.clock.monotonic() - started) / 1000;
  const gained = freeBefore === null || freeAfter === null ? 0 : Math.max(0, freeAfter - freeBefore);
  const removed = swept.containers + swept.volumes;
  return {
    ...{ level: "critical", scope: "engine", targetBytes: null, freeBefore, freeAfter, seconds },
    kept: { needed: 0, inUse: 0 },
    rows: [
      {
        ...{ strategy: "containers and volumes of dead runs", risk: "low", expectedBytes: null },
        measuredBytes: removed > 0 ? gained : 0,
        ...{ baseBytes: 0, hiddenBytes: 0, files: removed, seconds, stoppedAt: null },
      },
    ],
  };
}
