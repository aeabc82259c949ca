import { describe, expect, test } from "vitest";
import type { ListedWheel } from "../../../src/resolve/read-wheel-directory.ts";
import { affordableLook, affordableShare } from "../../../src/resolve/sample-budget.ts";

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

/** What a plan of these fetches, if every wheel is read by the same share. */
function fetched(wheels: readonly ListedWheel[]): number {
  const share = affordableShare(wheels);
  return wheels.reduce(
    (sum, one) => sum + TAIL + share * (one.unread?.sources[0]?.compressedBytes ?? 0) + 8 * 1024,
    0,
  );
}

describe("how much of their Python is read", () => {
  test("all of it where the wheels are few and small", () => {
    expect(affordableShare([listed(3e6, 2e6), listed(8e6, 7e6)])).toBe(1);
    expect(affordableShare([])).toBe(1);
  });

  test("some of it where it is much, but never more than 12 MB of small wheels", () => {
    const wheels = Array.from({ length: 50 }, () => listed(2e6, 1.5e6));

    expect(affordableShare(wheels)).toBeGreaterThan(0.1);
    expect(fetched(wheels)).toBeLessThanOrEqual(12e6);
  });

  test("less than 0.3 % of what several gigabytes of wheels are", () => {
    const wheels = [
      ...Array.from({ length: 180 }, () => listed(1e6, 0.6e6)),
      ...Array.from({ length: 20 }, () => listed(400e6, 1e6)),
    ];
    const total = wheels.reduce((sum, one) => sum + (one.directory.fileBytes ?? 0), 0);

    expect(fetched(wheels)).toBeLessThan(0.003 * total);
    expect(affordableShare(wheels)).toBeGreaterThan(0.1);
  });

  test("a little of each, however much there is", () => {
    expect(affordableShare(Array.from({ length: 2000 }, () => listed(1e6, 0.9e6)))).toBe(0.02);
  });

  test("nothing counts that the cache knew", () => {
    const known = { ...listed(900e6, 9e6), fetchedBytes: 0, unread: undefined };

    expect(affordableShare([known, listed(3e6, 2e6)])).toBe(1);
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
    const { read, streamed } = affordableLook(wheels);
    return wheels.reduce((sum, one) => sum + read * streamed * (one.unread?.sources[0]?.bytes ?? 0), 0);
  };

  test("all of it where the wheels are few and small", () => {
    expect(affordableLook([holding(1e6, 0.9e6), holding(2e6, 1.5e6)])).toEqual({ read: 1, streamed: 1 });
  });

  test("never more than a second or two of work, however much Python there is", () => {
    const much = Array.from({ length: 10 }, () => holding(9e6, 9e6));

    expect(affordableLook(much).streamed).toBeGreaterThan(0);
    expect(textOf(much)).toBeLessThanOrEqual(60e6 * 1.001);
  });

  test("a glance where libraries are nearly all that is pushed", () => {
    const few = [holding(400e6, 1e6), ...Array.from({ length: 20 }, () => holding(1e6, 0.9e6))];

    expect(textOf(few)).toBeLessThanOrEqual(3e6 * 1.001);
    expect(textOf(few)).toBeGreaterThan(2.5e6);
  });

  test("nothing is left to look at where the cache knew all", () => {
    const known = { ...holding(9e6, 9e6), fetchedBytes: 0, unread: undefined };

    expect(affordableLook([known])).toEqual({ read: 1, streamed: 1 });
  });
});
