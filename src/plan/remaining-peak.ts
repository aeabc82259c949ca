import { type DiskUse, highestPoint, stayingBytes, TOOLS_BYTES, timeline } from "../sizes/timeline.ts";
import type { Plan } from "./plan.ts";

/** What a plan still needs when some of its layers are on the disk already. */
interface Remaining {
  /** Highest point over what is there now. */
  readonly neededBytes: number;
  /** Of the layers that are there. */
  readonly presentBytes: number;
}

/**
 * Layers on the disk need no more room and no commit.
 * @param finished how many layers of each phase, from its first one on.
 */
export function remainingPeak(
  { phases }: Pick<Plan, "phases">,
  finished: ReadonlyMap<string, number>,
  disk: DiskUse,
): Remaining {
  const planned = phases.filter((one) => !one.leftOut);
  const there = planned.flatMap((one) => one.disk.slice(0, finished.get(one.name) ?? 0));
  const left = planned.flatMap((one) => one.disk.slice(finished.get(one.name) ?? 0));
  return {
    neededBytes: TOOLS_BYTES + highestPoint(timeline(left, disk)),
    presentBytes: there.reduce((sum, one) => sum + stayingBytes(one, disk), 0),
  };
}
