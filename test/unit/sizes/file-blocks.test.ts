import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryBytes, fileBlocks, folderBlocks } from "../../../src/sizes/file-blocks.ts";

describe("what a file takes on disk", () => {
  test.each([
    [0, 0],
    [1, 4096],
    [4096, 4096],
    [4097, 8192],
    [1_144_101_812, 1_144_102_912],
  ])("%d bytes: %d", (bytes, blocks) => {
    expect(fileBlocks(bytes)).toBe(blocks);
  });

  test("is whole blocks, never less than the file and never a block more", () => {
    fc.assert(
      fc.property(fc.nat(1e9), (bytes) => {
        const blocks = fileBlocks(bytes);

        expect(blocks % 4096).toBe(0);
        expect(blocks - bytes).toBeGreaterThanOrEqual(0);
        expect(blocks - bytes).toBeLessThan(4096);
      }),
    );
  });
});

describe("what a folder takes on disk", () => {
  test("is a block while its names fit", () => {
    expect([0, 100, 4060].map(folderBlocks)).toEqual([4096, 4096, 4096]);
  });

  test("is an index and leaves that aren't full once they don't", () => {
    // ext4: 1,000 names of 16 bytes are 24,000 bytes of entries; mkdir and touch made a folder of 36,864.
    expect(folderBlocks(24_000)).toBe(36_864);
  });

  test.each([
    ["a", 12],
    ["name", 12],
    ["names", 16],
    ["ü", 12],
  ])("for the name %s %d bytes of its entries", (name, bytes) => {
    expect(entryBytes(name)).toBe(bytes);
  });
});
