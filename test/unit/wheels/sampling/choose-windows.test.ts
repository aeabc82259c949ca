import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseWindows } from "../../../../src/wheels/sampling/choose-windows.ts";
import type { PackedSource } from "../../../../src/wheels/sampling/packed-source.ts";

const KIB = 1024;

/** Sources of these deflated sizes, one after the other from the archive's beginning. */
function sideBySide(sizes: readonly number[], gap = 100): readonly PackedSource[] {
  let offset = 0;
  return sizes.map((compressedBytes) => {
    const one = { path: "m.py", offset, bytes: 4 * compressedBytes, compressedBytes, method: 8 };
    offset += compressedBytes + gap;
    return one;
  });
}

const lengthOf = (sources: readonly PackedSource[]) =>
  sources.reduce((end, one) => Math.max(end, one.offset + one.compressedBytes), 0) + 10_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("what is read of a wheel's sources", () => {
  const sizes = fc.array(fc.integer({ min: 50, max: 200 * KIB }), { minLength: 1, maxLength: 200 });

  test("lies in the archive, is never read twice, and takes few requests", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.001, max: 1, noNaN: true }), (deflated, share) => {
        const sources = sideBySide(deflated);
        const windows = chooseWindows(sources, lengthOf(sources), share);

        expect(windows.length).toBeGreaterThan(0);
        expect(windows.length).toBeLessThanOrEqual(12);
        for (const [index, { start, end }] of windows.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(lengthOf(sources));
          expect(start).toBeGreaterThanOrEqual(windows[index - 1]?.end ?? 0);
        }
      }),
    );
  });

  test("is about the share that was asked for, and at least one window", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.01, max: 0.7, noNaN: true }), (deflated, share) => {
        const sources = sideBySide(deflated);
        const read = sum(
          chooseWindows(sources, lengthOf(sources), share).map(({ start, end }) => end - start),
        );

        expect(read).toBeLessThanOrEqual(share * sum(deflated) + 12 * 16 * KIB);
      }),
    );
  });

  test("is every source, whole, where all shall be read", () => {
    fc.assert(
      fc.property(sizes, (deflated) => {
        const sources = sideBySide(deflated);
        const windows = chooseWindows(sources, lengthOf(sources), 1);

        expect(windows).toHaveLength(1);
        for (const { offset, compressedBytes } of sources) {
          const inside = windows.some(({ start, end }) => offset >= start && offset + compressedBytes < end);
          expect(inside).toBe(true);
        }
      }),
    );
  });

  test("isn't the library that lies between two of them", () => {
    const [one, other] = sideBySide([5 * KIB, 5 * KIB], 50_000 * KIB);
    const windows = chooseWindows(
      [one, other].flatMap((source) => source ?? []),
      60_000 * KIB,
      1,
    );

    expect(windows).toHaveLength(2);
    expect(sum(windows.map(({ start, end }) => end - start))).toBeLessThan(20 * KIB);
  });
});
