import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytecodePath, isCompiled, predictBytecode, pythonTag } from "../../../src/sizes/bytecode.ts";
import { PYTHON } from "../../support/base-python.ts";

const python = (version: string) => ({ ...PYTHON, version });
const source = (bytes: number, path = "a/b.py") => ({
  path,
  bytes,
  compressedBytes: Math.round(bytes * 0.27),
});
const predict = (bytes: number, version = "3.11.2") =>
  predictBytecode("speech", [source(bytes)], python(version))[0] ?? 0;

describe("where bytecode lies", () => {
  test.each([
    ["a/b.py", "a/__pycache__/b.cpython-311.pyc"],
    ["six.py", "__pycache__/six.cpython-311.pyc"],
    ["a/b.c.py", "a/__pycache__/b.c.cpython-311.pyc"],
  ])("%s", (path, expected) => {
    expect(bytecodePath(path, "cpython-311")).toBe(expected);
  });

  test("says which Python made it", () => {
    expect(pythonTag(python("3.13.0"))).toBe("cpython-313");
  });

  test.each([
    ["a/b.py", true],
    ["a/b.pyi", false],
    ["a/b.pyc", false],
    ["../../../bin/tool.py", false],
  ])("%s is compiled: %s", (path, expected) => {
    expect(isCompiled(path)).toBe(expected);
  });
});

describe("the size of bytecode", () => {
  test.each([
    // Measured: 84 MB of source in ordinary files (field notes, performance §1.3).
    ["3.9.18", 0.8],
    ["3.10.13", 0.8],
    ["3.11.7", 1.41],
    ["3.12.1", 1.27],
    ["3.13.0", 1.26],
  ])("is the right share of ordinary source for Python %s", (version, ratio) => {
    expect(predict(16_000, version) / 16_000).toBeCloseTo(ratio, 0);
    expect(Math.abs(predict(16_000, version) / 16_000 - ratio)).toBeLessThan(0.12);
  });

  test("of a version that is too old or too new is that of the nearest", () => {
    expect(predict(5000, "3.8.1")).toBe(predict(5000, "3.9.1"));
    expect(predict(5000, "3.14.0")).toBe(predict(5000, "3.13.0"));
  });

  test("of an empty module is its header, its code and its path", () => {
    const [empty = 0] = predictBytecode(
      "speech",
      [{ path: "a.py", bytes: 0, compressedBytes: 2 }],
      python("3.11.2"),
    );

    expect(empty).toBeGreaterThan(100);
    expect(empty).toBeLessThan(500);
  });

  test("never shrinks when the source grows", () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(1e6),
        fc.constantFrom("3.9", "3.10", "3.11", "3.12", "3.13"),
        (bytes, more, minor) => {
          expect(predict(bytes + more, `${minor}.0`)).toBeGreaterThanOrEqual(predict(bytes, `${minor}.0`));
        },
      ),
    );
  });

  test("is another share of source that is known to be unlike the rest", () => {
    const [generated = 0] = predictBytecode("kubernetes", [source(1e6)], python("3.11.2"));

    expect(generated / predict(1e6)).toBeCloseTo(0.66);
    expect(predictBytecode("constructor", [source(1e6)], python("3.11.2"))).toEqual([predict(1e6)]);
  });
});
