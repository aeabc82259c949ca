import { describe, expect, test } from "vitest";
import { recallSizes, rememberSize } from "../../../../src/image/layers/learned-sizes.ts";
import type { LearnedSize } from "../../../../src/sizes/learned-size.ts";
import type { Distribution } from "../../../../src/wheels/resolution.ts";
import { MemoryCache } from "../../../support/memory-cache.ts";

const PYTHON = { version: "3.11.2", purelib: "/usr/local/lib/python3.11/dist-packages" };
const SIZE: LearnedSize = {
  files: { count: 3, bytes: 1000, blocks: 12_288 },
  bytecode: { count: 1, bytes: 700, blocks: 4096 },
  compiled: true,
};
const UNCOMPILED: LearnedSize = { ...SIZE, bytecode: { count: 0, bytes: 0, blocks: 0 }, compiled: false };

function distribution(sha256: string): Distribution {
  const file = { name: "a.whl", url: "https://files.example/a.whl", sha256, bytes: 1 };
  return { name: "a", version: "1", kind: "wheel", file, contents: undefined };
}

async function recalled(cache: MemoryCache, python = PYTHON) {
  return (await recallSizes([distribution("one")], python, cache)).get("one");
}

describe("sizes of earlier builds", () => {
  test("come back for the same file and the same Python", async () => {
    const cache = new MemoryCache();
    await rememberSize({ sha256: "one", python: PYTHON }, SIZE, cache);

    expect(await recalled(cache)).toEqual(SIZE);
    expect(await recalled(cache, { ...PYTHON, version: "3.11.9" })).toEqual(SIZE);
  });

  test.each([
    ["another minor version", { ...PYTHON, version: "3.12.1" }],
    ["another folder, whose name the bytecode records", { ...PYTHON, purelib: "/opt/site-packages" }],
  ])("say nothing about %s", async (_, python) => {
    const cache = new MemoryCache();
    await rememberSize({ sha256: "one", python: PYTHON }, SIZE, cache);

    expect(await recalled(cache, python)).toBeUndefined();
  });

  test("with bytecode aren't lost to a build without", async () => {
    const cache = new MemoryCache();
    await rememberSize({ sha256: "one", python: PYTHON }, UNCOMPILED, cache);
    await rememberSize({ sha256: "one", python: PYTHON }, SIZE, cache);
    await rememberSize({ sha256: "one", python: PYTHON }, UNCOMPILED, cache);

    expect(await recalled(cache)).toEqual(SIZE);
  });

  test.each(["", "{", '{"files":1}', "null"])("that read %j are none", async (text) => {
    const cache = new MemoryCache();
    await rememberSize({ sha256: "one", python: PYTHON }, SIZE, cache);
    for (const key of cache.entries.keys()) cache.entries.set(key, new TextEncoder().encode(text));

    expect(await recalled(cache)).toBeUndefined();
  });
});
