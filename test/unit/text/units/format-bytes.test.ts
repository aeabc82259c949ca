import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes, formatDifference } from "../../../../src/text/units/format-bytes.ts";

describe("bytes for people", () => {
  test.each([
    [0, "0 B"],
    [980, "980 B"],
    [999, "999 B"],
    [1000, "1.00 kB"],
    [12_345_678, "12.3 MB"],
    [999_499, "999 kB"],
    [999_500, "1.00 MB"],
    [4_560_000_000, "4.56 GB"],
    [999_999_999_999, "1000 GB"],
    [1_234_000_000_000, "1234 GB"],
    [12_000_000_000_000, "12000 GB"],
    [-1500, "-1.50 kB"],
  ])("%d is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test("say within half a percent what they stand for, whatever the size", () => {
    const units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e15 }), (bytes) => {
        const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) (\w+)$/.exec(formatBytes(bytes)) ?? [];

        const said = Number(number) * units[unit as keyof typeof units];
        expect(Math.abs(said - bytes) / bytes).toBeLessThanOrEqual(0.00502);
      }),
    );
  });
});

describe("the difference between predicted and actual", () => {
  test.each([
    [100, 100, "exact"],
    [0, 0, "exact"],
    [0, 5, "not predicted"],
    [100, 110, "+10.0 %"],
    [100, 90, "-10.0 %"],
    [100_000, 100_040, "+0.040 %"],
  ])("%d and %d: %s", (predicted, actual, text) => {
    expect(formatDifference(predicted, actual)).toBe(text);
  });
});
