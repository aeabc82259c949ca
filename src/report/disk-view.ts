import type { DiskReadings } from "../image/disk-watch/disk-readings.ts";
import { formatBytes } from "../text/units/format-bytes.ts";

const LEVELS = "▁▂▃▄▅▆▇█";
const WIDTH = 40;

/** The engine's disk over the build in one line, e.g. `disk ▁▁▄█▂ 9.00 GB free at first, 4.10 GB at the lowest (after 12 s) …`. */
export function diskLine(readings: DiskReadings): string {
  const { firstFreeBytes, lastFreeBytes, lowest, totalBytes, highestUsed, taken, failed } = readings;
  if (!lowest || firstFreeBytes === null || lastFreeBytes === null) return "disk: it could not be looked at";
  const looks = failed === 0 ? `${taken} looks` : `${taken} looks, ${failed} failed`;
  return [
    `disk ${sparkline(readings)} ${formatBytes(firstFreeBytes)} free at first`,
    `${formatBytes(lowest.freeBytes)} at the lowest (after ${lowest.seconds.toFixed(0)} s)`,
    `${formatBytes(lastFreeBytes)} at the end`,
    `at most ${((highestUsed ?? 0) * 100).toFixed(0)} % of ${formatBytes(totalBytes ?? 0)} in use`,
    looks,
  ].join(", ");
}

/** What the watch saw and did, a line each. */
export function diskEventLines({ events }: DiskReadings): readonly string[] {
  return events.map(({ seconds, text }) => `after ${seconds.toFixed(0)} s: ${text}`);
}

/**
 * What the build had taken of the disk over time, between nothing and its most; each column is an equal piece of the
 * time and shows the fullest moment in it.
 */
export function sparkline({ series }: Pick<DiskReadings, "series">): string {
  const end = series.at(-1)?.[0] ?? 0;
  const most = Math.max(...series.map(([, free]) => free));
  const least = Math.min(...series.map(([, free]) => free));
  const width = Math.min(WIDTH, series.length);
  const columns: (number | undefined)[] = Array.from({ length: width });
  for (const [seconds, free] of series) {
    const column = end > 0 ? Math.min(width - 1, Math.floor((seconds / end) * width)) : 0;
    columns[column] = Math.min(columns[column] ?? free, free);
  }
  let free = most;
  return columns
    .map((lowest) => {
      // Between two looks nothing is known: the last one holds.
      free = lowest ?? free;
      const share = most > least ? (most - free) / (most - least) : 0;
      return LEVELS[Math.round(share * (LEVELS.length - 1))];
    })
    .join("");
}
