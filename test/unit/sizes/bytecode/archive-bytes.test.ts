import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  archiveBytes,
  archivedBytecode,
  archivedFile,
} from "../../../../src/sizes/bytecode/archive-bytes.ts";
import { PYTHON } from "../../../support/base-python.ts";

const SOURCE = { path: "a/b.py", bytes: 10_000, compressedBytes: 2500 };
const LOOKED = { text: 1, bytecode: 0.3 };

describe("a file in a layer's archive", () => {
  test("takes what its wheel's stream showed, if it is Python", () => {
    const alone = archivedFile(SOURCE, LOOKED);

    expect(alone).toBeGreaterThan(0.95 * SOURCE.compressedBytes);
    expect(alone).toBeLessThan(1.05 * SOURCE.compressedBytes);
    expect(archivedFile(SOURCE, { ...LOOKED, text: 0.5 })).toBeCloseTo(alone / 2);
  });

  test("takes what files of its size do where nobody looked: the smaller, the less of what its wheel made of it", () => {
    const share = (bytes: number) =>
      (archivedFile({ ...SOURCE, bytes }, null) - 131) / SOURCE.compressedBytes;

    expect([1000, 10_000, 30_000, 1e6].map(share)).toEqual(
      [0.39, 0.62, 0.97, 1.022].map((one) => expect.closeTo(one)),
    );
  });

  test("takes the same whatever was seen of the Python beside it, if it is none", () => {
    const data = { ...SOURCE, path: "a/b.json" };

    expect(archivedFile(data, { text: 0.1, bytecode: 0.1 })).toBe(archivedFile(data, null));
  });
});

describe("bytecode in a layer's archive", () => {
  test("takes a third where nobody looked", () => {
    expect(archivedBytecode({ count: 10, bytes: 1e6 }, null, PYTHON)).toBeCloseTo(341_000 + 1310);
  });

  test("takes less where it repeats itself", () => {
    const totals = { count: 10, bytes: 1e6 };

    expect(archivedBytecode(totals, { text: 1, bytecode: 0.1 }, PYTHON)).toBeLessThan(
      0.4 * archivedBytecode(totals, { text: 1, bytecode: 0.3 }, PYTHON),
    );
  });
});

test("an archive is never less than nothing, and never gets smaller by more content", () => {
  const streamed = fc.option(fc.record({ text: fc.double(RATIO), bytecode: fc.double(RATIO) }));
  const files = fc.record({
    bytes: fc.nat(1e9),
    compressedBytes: fc.nat(1e9),
    path: fc.constantFrom("a.py", "a.so"),
  });
  const content = fc.record({
    file: files,
    count: fc.nat(1e5),
    bytes: fc.nat(1e9),
    folders: fc.nat(1e5),
    streamed,
  });
  const bytesOf = (one: ReturnType<typeof content.generate>["value"]) =>
    archiveBytes(
      archivedFile(one.file, one.streamed) +
        archivedBytecode({ count: one.count, bytes: one.bytes }, one.streamed, PYTHON),
      one.folders,
    );

  fc.assert(
    fc.property(content, fc.constantFrom("count", "bytes", "folders"), (one, key) => {
      const more = { ...one.file, compressedBytes: one.file.compressedBytes + 1000 };

      expect(bytesOf(one)).toBeGreaterThanOrEqual(0);
      expect(bytesOf({ ...one, [key]: one[key] + 1000 })).toBeGreaterThanOrEqual(bytesOf(one));
      expect(bytesOf({ ...one, file: more })).toBeGreaterThanOrEqual(bytesOf(one));
    }),
  );
});

const RATIO = { min: 0, max: 3, noNaN: true };
