import type { DiskSpace } from "../../ports/machine.ts";
import type { DiskEvent, DiskReadings } from "./disk-readings.ts";
import { createTimeSeries } from "./time-series.ts";

const MOST_POINTS = 2000;
const MOST_EVENTS = 100;

export interface Recorder {
  /** Answers the first look's space. */
  look(space: DiskSpace): DiskSpace;
  failure(): void;
  event(kind: DiskEvent["kind"], text: string): void;
  readings(): DiskReadings;
}

/** Keeps what a watch sees, in bounded memory. @param seconds since the watch began. */
export function createRecorder(intervalMs: number, seconds: () => number): Recorder {
  const series = createTimeSeries(MOST_POINTS);
  const events: DiskEvent[] = [];
  let taken = 0;
  let failed = 0;
  let first: DiskSpace | undefined;
  let last: DiskSpace | undefined;
  let lowest: { readonly seconds: number; readonly space: DiskSpace } | undefined;
  return {
    look(space) {
      const at = round(seconds());
      taken += 1;
      first ??= space;
      last = space;
      if (lowest === undefined || space.freeBytes < lowest.space.freeBytes) lowest = { seconds: at, space };
      series.add([at, space.freeBytes]);
      return first;
    },
    failure() {
      failed += 1;
    },
    event(kind, text) {
      if (events.length < MOST_EVENTS) events.push({ seconds: round(seconds()), kind, text });
    },
    readings: () => ({
      intervalSeconds: intervalMs / 1000,
      taken,
      failed,
      totalBytes: last?.totalBytes ?? null,
      firstFreeBytes: first?.freeBytes ?? null,
      lastFreeBytes: last?.freeBytes ?? null,
      lowest: lowest ? { seconds: lowest.seconds, freeBytes: lowest.space.freeBytes } : null,
      highestUsed: lowest ? usedShare(lowest.space) : null,
      series: series.points(),
      events: [...events],
    }),
  };
}

export function usedShare({ freeBytes, totalBytes }: DiskSpace): number {
  return totalBytes > 0 ? 1 - freeBytes / totalBytes : 1;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
