import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceFeatures } from "../../../../src/wheels/sampling/source-features.ts";
import { StandInBytecode } from "../../../../src/wheels/sampling/stand-in-bytecode.ts";

function standIn(text: string): Uint8Array {
  const code = new StandInBytecode();
  sourceFeatures(text, code);
  return code.bytes();
}

function density(text: string): number {
  const bytes = standIn(text);
  return deflateRawSync(bytes).length / bytes.length;
}

/** A function of its own names, with a string that nothing repeats. */
const unlike = (index: number) =>
  `def f${index}(a${index}):\n    return g${(index * 7919) % 1000}(a${index} + ${index * 31}, "${(index * 104_729).toString(36)}")\n`;
const alike = (index: number) => `def f${index}(self):\n    return self.client.call(self.name, "GET")\n`;
const module = (of: (index: number) => string) =>
  Array.from({ length: 200 }, (_, index) => of(index)).join("\n");

describe("what stands in for a module's bytecode", () => {
  test("is there even for an empty one, as bytecode is", () => {
    expect(standIn("").length).toBeGreaterThan(0);
  });

  test("holds no comment, and documentation that is kept", () => {
    const bytes = (text: string) => Buffer.from(standIn(text)).toString("latin1");

    expect(bytes('"""what it does"""\nx = 1  # and why\n')).toContain("what it does");
    expect(bytes('"""what it does"""\nx = 1  # and why\n')).not.toContain("why");
  });

  test("holds a name once and then refers to it", () => {
    const text = Buffer.from(
      standIn("def f(value):\n  return value\n\ndef g(value):\n  return value\n"),
    ).toString("latin1");

    expect(text.split("value")).toHaveLength(2);
  });

  test("compresses better the more its functions are alike", () => {
    expect(density(module(alike))).toBeLessThan(0.5 * density(module(unlike)));
  });

  test("is the same for the same text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(standIn(text)).toEqual(standIn(text));
      }),
    );
  });
});
