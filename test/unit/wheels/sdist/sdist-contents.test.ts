import { expect, test } from "vitest";
import {
  asWheelContents,
  recallSdistContents,
  rememberSdistContents,
  type SdistContents,
} from "../../../../src/wheels/sdist/sdist-contents.ts";
import { PYTHON } from "../../../support/base-python.ts";
import { MemoryCache } from "../../../support/memory-cache.ts";

const CONTENTS: SdistContents = {
  name: "speech",
  how: "listed",
  files: [
    ["speech/a.py", 1000, 300],
    ["speech/model.bin", 4000, null],
  ],
  compiled: { "speech/a.py": 800 },
  placeholders: {},
  entryPoints: null,
  nativeBytes: 0,
  sourceBytes: 10_000,
};

test("what is known of a source comes back for the same Python and the same place only", async () => {
  const cache = new MemoryCache();
  await rememberSdistContents(cache, { sha256: "one", python: PYTHON }, CONTENTS);

  expect(await recallSdistContents(cache, "one", { ...PYTHON, version: "3.11.9" })).toEqual(CONTENTS);
  expect(await recallSdistContents(cache, "other", PYTHON)).toBeUndefined();
  expect(await recallSdistContents(cache, "one", { ...PYTHON, version: "3.12.1" })).toBeUndefined();
  expect(await recallSdistContents(cache, "one", { ...PYTHON, purelib: "/opt/lib" })).toBeUndefined();
});

test.each(["", "{", '{"name":"speech"}', JSON.stringify({ ...CONTENTS, sourceBytes: -1 })])(
  "what reads %j is as if nobody had looked",
  async (text) => {
    const cache = new MemoryCache();
    await rememberSdistContents(cache, { sha256: "one", python: PYTHON }, CONTENTS);
    for (const key of cache.entries.keys()) cache.entries.set(key, new TextEncoder().encode(text));

    expect(await recallSdistContents(cache, "one", PYTHON)).toBeUndefined();
  },
);

test("uv's note of the build is among the files", () => {
  const built: SdistContents = {
    ...CONTENTS,
    files: [["speech-1.0.dist-info/RECORD", 9, 9]],
    compiled: null,
  };

  const { files, compiled } = asWheelContents(built, 2500);

  expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
    ["speech-1.0.dist-info/RECORD", 9],
    ["speech-1.0.dist-info/uv_build.json", 2],
  ]);
  expect(compiled).toBeUndefined();
});

test("what wasn't compressed compresses like the archive as a whole", () => {
  expect(asWheelContents(CONTENTS, 2500).files).toEqual([
    { path: "speech/a.py", bytes: 1000, compressedBytes: 300 },
    { path: "speech/model.bin", bytes: 4000, compressedBytes: 1000 },
  ]);
  // What is as large as its content isn't compressed, as a commit's archive, or its host says nonsense.
  expect(asWheelContents(CONTENTS, 1e9).files[1]?.compressedBytes).toBe(1000);
});
