import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureDistribution } from "../../../src/sizes/measure-distribution.ts";
import type { MeasureOptions } from "../../../src/sizes/measured.ts";
import { layerSizes, stackSizes, totalSizes } from "../../../src/sizes/phase-sizes.ts";
import { TOOLS_BYTES } from "../../../src/sizes/timeline.ts";
import type { Distribution } from "../../../src/wheels/resolution.ts";
import { PYTHON } from "../../support/base-python.ts";

const DISK = { keepsCompressed: false };
const OPTIONS: MeasureOptions = { python: PYTHON, bytecode: "all", learned: undefined };
const FILE = { name: "a.whl", url: "https://files.example/a.whl", sha256: "0".repeat(64), bytes: 1000 };

function wheel(name: string, files: Readonly<Record<string, number>>): Distribution {
  const record = { path: `${name}-1.dist-info/RECORD`, bytes: 10, compressedBytes: 10 };
  const own = Object.entries(files).map(([path, bytes]) => ({
    path,
    bytes,
    compressedBytes: Math.round(bytes / 4),
  }));
  return {
    name,
    version: "1",
    kind: "wheel",
    file: FILE,
    contents: { files: [...own, record], entryPoints: null },
  };
}

function layerOf(wheels: readonly Distribution[], options = OPTIONS) {
  return layerSizes(
    wheels.map((one) => ({ download: one.file.bytes, measured: measureDistribution(one, options) })),
  );
}

function sizesOf(wheels: readonly Distribution[], options = OPTIONS, disk = DISK) {
  return stackSizes([layerOf(wheels, options)], disk);
}

test("a file of the repository isn't downloaded, but lies beside the installation", () => {
  const measured = measureDistribution(wheel("a", { "a/data": 5000 }), OPTIONS);
  const fetched = stackSizes([layerSizes([{ download: 1000, measured }])], DISK);
  const carried = stackSizes([layerSizes([{ download: 0, carried: 1e6, measured }])], DISK);

  expect(carried.download).toBe(0);
  expect(carried.peak - fetched.peak).toBeGreaterThan(0);
  expect(carried.peak - fetched.peak).toBeLessThanOrEqual(1e6);
  expect(carried.installed).toBe(fetched.installed);
});

describe("a wheel", () => {
  const one = wheel("a", { "a/__init__.py": 1000, "a/data": 5000 });

  test("is its files and its bytecode, which is a model until a build has seen it", () => {
    const measured = measureDistribution(one, OPTIONS);

    expect(measured).toMatchObject({ sizeSource: "central-directory", bytecodeSource: "model" });
    expect(measured.bytecode.count).toBe(1);
    expect(measured.margin).toBeGreaterThan(0);
  });

  test("is exact once a build has seen it", () => {
    const bytecode = { count: 1, bytes: 1234, blocks: 4096 };
    const learned = { files: { count: 5, bytes: 6500, blocks: 20_480 }, bytecode, compiled: true };

    const measured = measureDistribution(one, { ...OPTIONS, learned });

    expect(measured).toMatchObject({ bytecode, bytecodeSource: "learned", margin: 0 });
  });

  test("that a build has seen without bytecode still needs the model", () => {
    const nothing = { count: 0, bytes: 0, blocks: 0 };
    const learned = { files: { count: 5, bytes: 6500, blocks: 20_480 }, bytecode: nothing, compiled: false };

    expect(measureDistribution(one, { ...OPTIONS, learned }).bytecodeSource).toBe("model");
  });

  test("has no bytecode and no doubt where none is wanted", () => {
    const measured = measureDistribution(one, { ...OPTIONS, bytecode: "none" });

    expect(measured).toMatchObject({ bytecodeSource: "none", margin: 0, bytecode: { count: 0, bytes: 0 } });
  });

  test("takes whole blocks: a file, its folder, and the folder of its bytecode", () => {
    const withIt = sizesOf([one]).blocks;
    const without = sizesOf([one], { ...OPTIONS, bytecode: "none" }).blocks;

    expect(withIt - without).toBe(4096 + 4096);
    expect(without % 4096).toBe(0);
  });
});

describe("a source distribution", () => {
  const source: Distribution = { name: "s", version: "1", kind: "sdist", file: FILE, contents: undefined };

  test("is an estimate with a wide margin, and needs room to be built", () => {
    const measured = measureDistribution(source, OPTIONS);

    expect(measured).toMatchObject({ sizeSource: "ratio", bytecodeSource: "model" });
    expect(measured.margin).toBeGreaterThan(0.5 * measured.files.bytes);
    expect(measured.buildBytes).toBeGreaterThan(FILE.bytes);
  });

  test("whose size the index doesn't say still has one", () => {
    const unknown = { ...source, file: { ...FILE, bytes: undefined } };

    expect(measureDistribution(unknown, OPTIONS).files.bytes).toBeGreaterThan(0);
  });

  test("is what an earlier build saw", () => {
    const files = { count: 3, bytes: 7000, blocks: 12_288 };
    const bytecode = { count: 2, bytes: 900, blocks: 8192 };

    const measured = measureDistribution(source, {
      ...OPTIONS,
      learned: { files, bytecode, compiled: true },
    });

    expect(measured).toMatchObject({ files, bytecode, sizeSource: "learned", margin: 0 });
  });
});

describe("a phase", () => {
  test("counts folders that its distributions share once", () => {
    const auth = wheel("google-auth", { "google/auth/data": 100 });
    const cloud = wheel("google-cloud", { "google/cloud/data": 100 });

    const shared = sizesOf([auth, cloud]).blocks;

    expect(shared).toBeLessThan(sizesOf([auth]).blocks + sizesOf([cloud]).blocks);
  });

  test("needs its layer twice while it is committed", () => {
    const { blocks, peak } = sizesOf([wheel("a", { "a/data": 1e9 })]);

    expect(peak).toBeGreaterThan(2 * blocks);
    expect(peak).toBeLessThan(2.001 * blocks);
  });

  test("is compressed to what its wheels hold and a third of its bytecode", () => {
    const wheels = [wheel("a", { "a/m.py": 1e6 }), wheel("b", { "b/data": 4000 })];
    const { bytecode, compressed } = sizesOf(wheels);

    // Two RECORDs of 10 bytes.
    expect(sizesOf(wheels, { ...OPTIONS, bytecode: "none" }).compressed).toBe(250_000 + 1000 + 20);
    expect(compressed).toBe(Math.round(251_020 + 0.35 * bytecode));
  });

  test("leaves room at its peak for an estimate of bytecode that is too small", () => {
    const { blocks, margin, peak } = sizesOf([wheel("a", { "a/m.py": 1e8 })]);

    expect(margin).toBeGreaterThan(1e7);
    expect(peak).toBeGreaterThan(2 * (blocks + margin));
    expect(peak).toBeLessThan(2.001 * (blocks + margin));
  });

  test("needs a compressed copy more where the engine keeps one", () => {
    const wheels = [wheel("a", { "a/data": 1e6 })];
    const { peak, compressed } = sizesOf(wheels);

    expect(sizesOf(wheels, OPTIONS, { keepsCompressed: true }).peak).toBe(peak + compressed);
  });

  test("never needs less with one distribution more", () => {
    const wheels = fc.array(fc.nat(1e8), { maxLength: 6 });

    fc.assert(
      fc.property(wheels, fc.nat(1e8), (sizes, more) => {
        const list = sizes.map((bytes, index) => wheel(`p${index}`, { [`p${index}/m.py`]: bytes }));
        const before = sizesOf(list);
        const after = sizesOf([...list, wheel("more", { "more/m.py": more })]);

        for (const key of [
          "installed",
          "bytecode",
          "blocks",
          "compressed",
          "peak",
          "margin",
          "download",
        ] as const) {
          expect(after[key], key).toBeGreaterThanOrEqual(before[key]);
        }
      }),
    );
  });
});

describe("all phases together", () => {
  test("need the tools, the layers before a phase and that phase's peak", () => {
    const layers = [layerOf([wheel("a", { "a/data": 1e6 })]), layerOf([wheel("b", { "b/data": 5e6 })])];
    const phases = layers.map((one) => ({ sizes: stackSizes([one], DISK), disk: [one.onDisk] }));
    const [first, second] = phases.map((one) => one.sizes);
    if (!first || !second) throw new Error("two phases have two sizes");

    const totals = totalSizes(phases, DISK);

    expect(totals.peak).toBe(TOOLS_BYTES + first.blocks + second.peak);
    expect(totals.installed).toBe(first.installed + second.installed);
  });
});
