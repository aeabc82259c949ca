import type { DiskReadings } from "../image/disk-watch/disk-readings.ts";
import { formatBytes } from "../text/units/format-bytes.ts";

const LEVELS = "▁▂▃▄▅▆▇█";
const WIDTH = 40;

/** The engine's disk during the build in one line: `disk ▁▁▄█▂ 9.00 GB free at first, 4.10 GB at the lowest …`. */
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

/** A line for each event that the watch recorded. */
export function diskEventLines({ events }: DiskReadings): readonly string[] {
  return events.map(({ seconds, text }) => `after ${seconds.toFixed(0)} s: ${text}`);
}

/** Draws used disk space over time, from the least to the most. Each column is an equal span and shows its fullest moment. */
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
      // Nothing is known between two measurements, so a column without one repeats the last.
      free = lowest ?? free;
      const share = most > least ? (most - free) / (most - least) : 0;
      return LEVELS[Math.round(share * (LEVELS.length - 1))];
    })
    .join("");
}
