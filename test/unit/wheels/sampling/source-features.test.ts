import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FEATURES, type Feature, sourceFeatures } from "../../../../src/wheels/sampling/source-features.ts";

function count(text: string): Partial<Record<Feature, number>> {
  const values = sourceFeatures(text);
  return Object.fromEntries(
    FEATURES.map((name, index) => [name, values[index] ?? 0]).filter(([, value]) => value !== 0),
  );
}

describe("what is counted of a source", () => {
  test("an empty one is a file", () => {
    expect(count("")).toEqual({ files: 1 });
  });

  test("comments are nothing, wherever they stand", () => {
    expect(count("# a(b) = 'c'\n\n   # more\n")).toEqual({ files: 1 });
    expect(count("x = 1  # y(2)\n")).toEqual(count("x = 1\n"));
  });

  test("documentation is told from strings, and from strings that the compiler drops", () => {
    const text = '"""Module."""\n\ndef f():\n    \'doc\'\n    return "value"\n\n"dropped"\n';

    expect(count(text)).toMatchObject({ documentationBytes: 13 + 5, stringBytes: 7, strings: 1 });
  });

  test("documentation that stands twice in a file is stored once, as the compiler does it", () => {
    const text = 'def f():\n    """Words."""\n\ndef g():\n    """Words."""\n    return """Words."""\n';

    expect(count(text)).toMatchObject({ documentationBytes: 12 });
    expect(count(text).stringBytes).toBeUndefined();
  });

  test("a name counts for each use, and once for itself", () => {
    expect(count("value = value + value\n")).toMatchObject({
      names: 3,
      distinctNames: 1,
      distinctNameBytes: 5,
      assignments: 1,
      operators: 1,
      statements: 1,
    });
  });

  test("functions, classes, lambdas, calls, attributes and comprehensions", () => {
    const text = "class A(B):\n    def f(self): return [g(x.y) for x in self]\nh = lambda: 1\n";

    expect(count(text)).toMatchObject({
      classes: 1,
      functions: 1,
      lambdas: 1,
      comprehensions: 1,
      attributes: 1,
      numbers: 1,
      statements: 3,
    });
  });

  test("a statement over several lines is one", () => {
    expect(count("f(\n  1,\n  2,\n)\n")).toMatchObject({ statements: 1, numbers: 2, commas: 2, calls: 1 });
  });

  test("quotes in strings don't end them, escapes are one character", () => {
    expect(count('x = "it\'s # no comment \\" yet"\n')).toMatchObject({ strings: 1 });
    expect(count("x = '\\x00\\n\\u1234'\n")).toMatchObject({ stringBytes: 5 });
  });

  test("a string that comes again is stored once", () => {
    expect(count("x = ['aa', 'aa', 'aa']\n")).toMatchObject({ strings: 1, stringBytes: 4 });
  });

  test("anything at all is counted without failing, and more text never counts less", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const before = sourceFeatures(text);
        const after = sourceFeatures(`${text}\nx = 1\n`);

        expect(before).toHaveLength(FEATURES.length);
        expect(before.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        expect(after[0]).toBe(1);
      }),
    );
  });
});
