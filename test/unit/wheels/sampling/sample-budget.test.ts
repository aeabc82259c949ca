import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ListedWheel } from "../../../../src/wheels/read-wheel-directory.ts";
import { EVERYTHING } from "../../../../src/wheels/sampling/look.ts";
import { affordableLooks, affordableShares } from "../../../../src/wheels/sampling/sample-budget.ts";

const TAIL = 32 * 1024;

/** A wheel of this size, of which so much before its tail is deflated Python. */
function listed(fileBytes: number, python: number): ListedWheel {
  const file = { inMemory: () => ({ start: fileBytes - TAIL, end: fileBytes }) };
  return {
    wheel: { name: "a.whl", url: "https://files.example/a.whl", sha256: "0", bytes: fileBytes },
    directory: { files: [], entryPoints: null, fileBytes },
    fetchedBytes: TAIL,
    unread: {
      file: file as NonNullable<ListedWheel["unread"]>["file"],
      sources: [{ path: "m.py", offset: 0, bytes: 4 * python, compressedBytes: python, method: 8 }],
    },
  };
}

/** What a plan of these fetches. */
function fetched(wheels: readonly ListedWheel[]): number {
  const shares = affordableShares(wheels);
  return wheels.reduce(
    (sum, one, index) =>
      sum + TAIL + (shares[index] ?? 0) * (one.unread?.sources[0]?.compressedBytes ?? 0) + 8 * 1024,
    0,
  );
}

describe("how much of their Python is read", () => {
  test("all of it where the wheels are few and small", () => {
    expect(affordableShares([listed(3e6, 2e6), listed(8e6, 7e6)])).toEqual([1, 1]);
    expect(affordableShares([])).toEqual([]);
  });

  test("some of it where it is much, but never more than 12 MB of small wheels", () => {
    const wheels = Array.from({ length: 50 }, () => listed(2e6, 1.5e6));

    expect(Math.min(...affordableShares(wheels))).toBeGreaterThan(0.1);
    expect(fetched(wheels)).toBeLessThanOrEqual(12e6 + 1);
  });

  test("less than 0.3 % of what several gigabytes of wheels are", () => {
    const wheels = [
      ...Array.from({ length: 180 }, () => listed(1e6, 0.6e6)),
      ...Array.from({ length: 20 }, () => listed(400e6, 1e6)),
    ];
    const total = wheels.reduce((sum, one) => sum + (one.directory.fileBytes ?? 0), 0);

    expect(fetched(wheels)).toBeLessThan(0.003 * total);
    expect(Math.min(...affordableShares(wheels))).toBeGreaterThan(0.05);
  });

  test("a little of each, however much there is", () => {
    const shares = affordableShares(Array.from({ length: 2000 }, () => listed(1e6, 0.9e6)));

    expect(new Set(shares)).toEqual(new Set([0.02]));
  });

  test("all of it, too, where nearly all would be: gaps in the largest would save little and hide much", () => {
    expect(affordableShares([listed(14e6, 13e6), listed(1e6, 0.5e6)])).toEqual([1, 1]);
    expect(affordableShares([listed(18e6, 17e6), listed(1e6, 0.5e6)])[0]).toBeLessThan(0.8);
  });

  test("more of a small one's than of a large one's, but fewer bytes", () => {
    const wheels = [listed(300e3, 120e3), listed(12e6, 9e6), listed(90e6, 60e6)];
    const shares = affordableShares(wheels);
    const bytes = shares.map(
      (share, index) => share * (wheels[index]?.unread?.sources[0]?.compressedBytes ?? 0),
    );

    expect(shares[0]).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(fetched(wheels)).toBeGreaterThan(11e6);
  });

  test("whatever the wheels are, what is left is spent, and no more", () => {
    const sizes = fc.array(fc.integer({ min: 100e3, max: 2e6 }), { minLength: 30, maxLength: 60 });

    fc.assert(
      fc.property(sizes, (pythons) => {
        const wheels = pythons.map((python) => listed(python + 40_000, python));
        const shares = affordableShares(wheels);
        // Where four fifths could be read, all of it is.
        if (shares.every((share) => share === 1)) expect(fetched(wheels)).toBeLessThanOrEqual(12e6 / 0.8);
        else expect(Math.abs(fetched(wheels) - 12e6)).toBeLessThan(1);
      }),
    );
  });

  test("nothing counts that the cache knew", () => {
    const known = { ...listed(900e6, 9e6), fetchedBytes: 0, unread: undefined };

    expect(affordableShares([known, listed(3e6, 2e6)])).toEqual([1, 1]);
  });
});

describe("how much of that is compressed as a push would", () => {
  /** As `listed`, and its directory says what share of its deflated bytes is Python. */
  function holding(fileBytes: number, python: number): ListedWheel {
    const one = listed(fileBytes, python);
    const files = [
      { path: "a/m.py", bytes: 4 * python, compressedBytes: python },
      { path: "a/lib.so", bytes: 2 * fileBytes, compressedBytes: fileBytes - python },
    ];
    return { ...one, directory: { ...one.directory, files } };
  }
  const textOf = (wheels: readonly ListedWheel[]) => {
    const looks = affordableLooks(wheels);
    return wheels.reduce((sum, one, index) => {
      const { read, streamed } = looks[index] ?? EVERYTHING;
      return sum + read * streamed * (one.unread?.sources[0]?.bytes ?? 0);
    }, 0);
  };

  test("all of it where the wheels are few and small", () => {
    expect(affordableLooks([holding(1e6, 0.9e6), holding(2e6, 1.5e6)])).toEqual([EVERYTHING, EVERYTHING]);
  });

  test("never more than a second or two of work, however much Python there is", () => {
    const much = Array.from({ length: 10 }, () => holding(9e6, 9e6));

    expect(affordableLooks(much)[0]?.streamed).toBeGreaterThan(0);
    expect(textOf(much)).toBeLessThanOrEqual(60e6 * 1.001);
  });

  test("a glance where libraries are nearly all that is pushed", () => {
    const few = [holding(400e6, 1e6), ...Array.from({ length: 20 }, () => holding(1e6, 0.9e6))];

    expect(textOf(few)).toBeLessThanOrEqual(3e6 * 1.001);
    expect(textOf(few)).toBeGreaterThan(2.5e6);
  });

  test("nothing is left to look at where the cache knew all", () => {
    const known = { ...holding(9e6, 9e6), fetchedBytes: 0, unread: undefined };

    expect(affordableLooks([known])).toEqual([EVERYTHING]);
  });
});
