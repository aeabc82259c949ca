import { describe, expect, test } from "vitest";
import { measureDistribution } from "../../../src/sizes/measure-distribution.ts";
import type { MeasureOptions } from "../../../src/sizes/measured.ts";
import type { UnpackedSdist } from "../../../src/wheels/sdist/sdist-contents.ts";
import { PYTHON } from "../../support/base-python.ts";
import { wheelOf } from "../../support/resolutions.ts";

const OPTIONS: MeasureOptions = { python: PYTHON, bytecode: "all", learned: undefined };
const DIRECTORY = {
  files: [
    { path: "s/__init__.py", bytes: 900, compressedBytes: 300 },
    { path: "s/notes.py", bytes: 50, compressedBytes: 50 },
    { path: "s-1.0.dist-info/RECORD", bytes: 10, compressedBytes: 10 },
  ],
  entryPoints: null,
  compiled: { "s/__init__.py": 777, "s/notes.py": 0 },
};

function measured(unpacked: Partial<UnpackedSdist>, options = OPTIONS) {
  const source = wheelOf("s", 1, {
    kind: "sdist",
    contents: DIRECTORY,
    unpacked: { how: "built", nativeBytes: 0, sourceBytes: 4e6, ...unpacked },
  });
  return measureDistribution({ ...source, file: { ...source.file, bytes: 1e6 } }, options);
}

describe("a source distribution that was looked into", () => {
  test("is exact where its wheel was built: files, and bytecode of what compiles", () => {
    const installed = measureDistribution(wheelOf("s", 1, { contents: DIRECTORY }), OPTIONS);

    expect(measured({})).toMatchObject({
      files: installed.files,
      bytecode: { count: 1, bytes: 777, blocks: 4096 },
      sizeSource: "built",
      bytecodeSource: "compiled",
      margin: 0,
    });
  });

  test("is an estimate where only its source was listed", () => {
    const { margin, sizeSource, files } = measured({ how: "listed" });

    expect(sizeSource).toBe("listed");
    expect(margin).toBeGreaterThan(0.2 * files.bytes);
  });

  test("counts code that will be compiled as one library, with all the doubt that there is", () => {
    const without = measured({ how: "listed" });
    const withIt = measured({ how: "listed", nativeBytes: 80_000 });

    expect(withIt.files.bytes - without.files.bytes).toBe(80_000);
    expect(withIt.files.count - without.files.count).toBe(1);
    expect(withIt.margin).toBeGreaterThan(80_000);
    // A built wheel holds the library itself.
    expect(measured({ nativeBytes: 80_000 }).files).toEqual(without.files);
  });

  test("is what an earlier build saw, however it was looked into", () => {
    const files = { count: 3, bytes: 7000, blocks: 12_288 };
    const bytecode = { count: 2, bytes: 900, blocks: 8192 };
    const learned = { files, bytecode, compiled: true };

    expect(measured({ how: "listed", nativeBytes: 9 }, { ...OPTIONS, learned })).toMatchObject({
      ...{ files, bytecode, margin: 0, sizeSource: "learned", bytecodeSource: "learned" },
    });
  });

  test("needs room for its unpacked source, a copy of its files and their wheel beside the layer", () => {
    const { buildBytes, files } = measured({ sourceBytes: 400e6 });

    expect(buildBytes).toBeGreaterThan(400e6 + 1e6 + files.blocks);
    expect(buildBytes).toBeLessThan(420e6);
  });
});
