import { describe, expect, test } from "vitest";
import { recallWheelContents, rememberWheelContents } from "../../../src/wheels/cached-contents.ts";
import type { WheelContents } from "../../../src/wheels/wheel-contents.ts";
import { MemoryCache } from "../../support/memory-cache.ts";

const DIRECTORY: WheelContents = {
  files: [
    { path: "speech/日本,\n.py", bytes: 3_000_000_000, compressedBytes: 12, crc32: 4_000_000_000 },
    { path: "speech-1.0.dist-info/RECORD", bytes: 0, compressedBytes: 2, crc32: 0 },
  ],
  entryPoints: "[console_scripts]\nspeak = speech:main\n",
  placeholders: { "speech-1.0.data/scripts/speak": 9 },
  fileBytes: 1234,
};

test.each([
  ["everything", DIRECTORY],
  ["no more than it must", { files: [], entryPoints: null }],
])("a directory that holds %s comes back as it was", async (_, directory) => {
  const cache = new MemoryCache();
  await rememberWheelContents(cache, "0123", directory);

  expect(await recallWheelContents(cache, "0123")).toEqual(directory);
  expect(await recallWheelContents(cache, "4567")).toBeUndefined();
});

describe("what is kept isn't used", () => {
  const two = [1, 2];
  const columns = {
    paths: ["a.py", "b.py"],
    bytes: two,
    compressedBytes: two,
    crc32: two,
    entryPoints: null,
  };

  test.each([
    ["when a column is shorter than the others", { ...columns, bytes: [1] }],
    ["when there are more sizes than names", { ...columns, compressedBytes: [1, 2, 3] }],
    ["when it has fewer checksums than names", { ...columns, crc32: [1] }],
    ["when a size is none", { ...columns, bytes: [1, "2"] }],
    ["when a name is none", { ...columns, paths: ["a.py", null] }],
    ["when a column is missing", { ...columns, paths: undefined }],
    ["when another version added something", { ...columns, more: 1 }],
    ["when another version left something out", { ...columns, entryPoints: undefined }],
  ])("%s", async (_, kept) => {
    const cache = new MemoryCache();
    await rememberWheelContents(cache, "0123", DIRECTORY);
    const [key = ""] = cache.entries.keys();
    await cache.write(key, Buffer.from(JSON.stringify(columns)));
    expect((await recallWheelContents(cache, "0123"))?.files).toHaveLength(2);

    await cache.write(key, Buffer.from(JSON.stringify(kept)));

    expect(await recallWheelContents(cache, "0123")).toBeUndefined();
  });
});
