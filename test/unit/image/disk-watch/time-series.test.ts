import fc from "fast-check";
import { expect, test } from "vitest";
import { createTimeSeries } from "../../../../src/image/disk-watch/time-series.ts";

test("keeps everything while it fits", () => {
  const series = createTimeSeries(4);
  for (const value of [3, 1, 2, 5]) series.add([value, value]);
  expect(series.points().map(([, value]) => value)).toEqual([3, 1, 2, 5]);
});

test("of neighbours keeps the lower, and goes on at that distance", () => {
  const series = createTimeSeries(4);
  for (const [index, value] of [3, 1, 2, 5, 9, 8, 4, 7].entries()) series.add([index, value]);
  expect(series.points()).toEqual([
    [1, 1],
    [2, 2],
    [5, 8],
    [6, 4],
  ]);
});

test("stays within its limit, in order, with the lowest of all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 300 }),
      fc.constantFrom(2, 10, 64),
      (values, limit) => {
        const series = createTimeSeries(limit);
        for (const [index, value] of values.entries()) series.add([index, value]);
        const points = series.points();
        const times = points.map(([time]) => time);
        expect(points.length).toBeLessThanOrEqual(limit);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(Math.min(...points.map(([, value]) => value))).toBe(Math.min(...values));
        for (const [time, value] of points) expect(values[time]).toBe(value);
      },
    ),
  );
});
