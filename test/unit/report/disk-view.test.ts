import { describe, expect, test } from "vitest";
import type { DiskReadings } from "../../../src/image/disk-watch/disk-readings.ts";
import { diskEventLines, diskLine, sparkline } from "../../../src/report/disk-view.ts";

const GB = 1e9;

function readings(
  series: readonly (readonly [number, number])[],
  changes: Partial<DiskReadings> = {},
): DiskReadings {
  return {
    ...{ intervalSeconds: 1, taken: 60, failed: 0, totalBytes: 20 * GB, highestUsed: 0.8, events: [] },
    ...{ firstFreeBytes: 9 * GB, lastFreeBytes: 6 * GB, lowest: { seconds: 41.3, freeBytes: 4 * GB } },
    series: series.map(([seconds, free]) => [seconds, free * GB]),
    ...changes,
  };
}

describe("the disk over time", () => {
  test("is a line with its lowest and highest", () => {
    const line = diskLine(
      readings([
        [0, 9],
        [20, 8],
        [41.3, 4],
        [60, 6],
      ]),
    );
    expect(line).toBe(
      "disk ▁▂█▅ 9.00 GB free at first, 4.00 GB at the lowest (after 41 s), 6.00 GB at the end, at most 80 % of 20.0 GB in use, 60 looks",
    );
  });

  test("says which looks failed, and when none worked", () => {
    expect(diskLine(readings([[0, 9]], { failed: 3 }))).toContain("60 looks, 3 failed");
    const nothing = { firstFreeBytes: null, lastFreeBytes: null, lowest: null, totalBytes: null };
    expect(diskLine(readings([], nothing))).toBe("disk: it could not be looked at");
  });

  test("tells what the watch saw", () => {
    const events = [{ seconds: 12.4, kind: "critical" as const, text: "Only 499 MB are free." }];
    expect(diskEventLines(readings([], { events }))).toEqual(["after 12 s: Only 499 MB are free."]);
  });

  test("is drawn in columns of equal time, each by its fullest moment", () => {
    const busy = Array.from({ length: 100 }, (_, index) => [index, index === 50 ? 0 : 10] as const);
    const drawn = sparkline(readings(busy));
    expect(drawn).toHaveLength(40);
    expect([...drawn].filter((one) => one === "█")).toHaveLength(1);
    expect(
      sparkline(
        readings([
          [0, 9],
          [90, 5],
          [100, 5],
        ]),
      ),
    ).toBe("▁▁█");
    expect(sparkline(readings([[0, 9]]))).toBe("▁");
  });
});
