import { expect, test } from "vitest";
import type { LearnedSize } from "../../../src/sizes/learned-size.ts";
import { measureDistribution } from "../../../src/sizes/measure-distribution.ts";
import { layerSizes } from "../../../src/sizes/phase-sizes.ts";
import { PYTHON } from "../../support/base-python.ts";
import { wheelOf } from "../../support/resolutions.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

interface Options {
  readonly bytecode?: "all" | "none";
  readonly learned?: LearnedSize;
}

/** A distribution with these files, as the plan measures it. */
function measured(name: string, files: Readonly<Record<string, number>>, options: Options = {}) {
  const own = Object.entries(files).map(([path, bytes]) => ({ path, bytes, compressedBytes: bytes }));
  const record = { path: `${name}-1.0.dist-info/RECORD`, bytes: 1, compressedBytes: 1 };
  const contents = { files: [...own, record], entryPoints: null };
  const { bytecode = "none", learned } = options;
  return {
    download: 1,
    measured: measureDistribution(wheelOf(name, 1, { contents }), { python: PYTHON, bytecode, learned }),
  };
}

const sizesOf = (...all: ReturnType<typeof measured>[]) => layerSizes(all).sizes;

/** By how much a layer of both is smaller than two layers. */
function surplus(one: ReturnType<typeof measured>, other: ReturnType<typeof measured>): number {
  return sizesOf(one).installed + sizesOf(other).installed - sizesOf(one, other).installed;
}

test("a file that two distributions bring is there once", () => {
  const one = measured("one", { "google/__init__.py": 66, "google/one.txt": 10 });
  const other = measured("other", { "google/__init__.py": 66, "google/other.txt": 10 });

  expect(surplus(one, other)).toBe(66);
  expect(sizesOf(one, other).blocks).toBeLessThan(sizesOf(one).blocks + sizesOf(other).blocks - 4096);
});

test("a folder that one has where the other has none is no file of both", () => {
  const one = measured("one", { "google/cloud/a.txt": 10 });
  const other = measured("other", { "google/cloud/b.txt": 10, "google/data/c.txt": 5 });

  expect(surplus(one, other)).toBe(0);
});

test("of three that differ the largest is counted", () => {
  const all = [10, 30, 20].map((bytes) => measured(`with-${bytes}`, { "tests/conftest.py": bytes }));
  const alone = all.map((one) => sizesOf(one).installed).reduce((sum, bytes) => sum + bytes, 0);

  expect(sizesOf(...all).installed).toBe(alone - 10 - 20);
});

test("its bytecode is there once, too", () => {
  const files = { "opencensus/__init__.py": 5000 };
  const one = measured("one", files, { bytecode: "all" });
  const other = measured("other", files, { bytecode: "all" });

  expect(surplus(one, other)).toBe(5000 + one.measured.bytecode.bytes);
});

test("what a build has found there is taken from what it has counted for each", () => {
  const path = `${PYTHON.purelib}/tests/__init__.py`;
  const compiled = `${PYTHON.purelib}/tests/__pycache__/__init__.cpython-311.pyc`;
  const learned: LearnedSize = {
    files: { count: 5, bytes: 1, blocks: 1 },
    bytecode: { count: 2, bytes: 1000, blocks: 8192 },
    compiled: true,
    shared: { [path]: 40, [compiled]: 321 },
  };
  const one = measured("one", { "tests/__init__.py": 40, "one.py": 9 }, { bytecode: "all", learned });
  const other = measured("other", { "tests/__init__.py": 70, "other.py": 9 }, { bytecode: "all", learned });

  // The smaller one stayed.
  expect(surplus(one, other)).toBe(70 + 321);
});

test("thousands of files that two builds of one package share are looked up, not searched for", () => {
  const files = Object.fromEntries(
    Array.from({ length: 12_000 }, (_, index) => [`onnxruntime/part${index % 50}/module_${index}.py`, 100]),
  );
  const began = threadMilliseconds();

  expect(surplus(measured("plain", files), measured("with-gpu", files))).toBe(1_200_000);
  expect(threadMilliseconds() - began).toBeLessThan(4000);
});
