import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import { canonicalRequirement, parseRequirement } from "../../../src/manifest/requirement.ts";

describe("a requirement", () => {
  test("is taken apart", () => {
    expect(parseRequirement('Flash_Attn [Cpu, dev] ( >= 2.8 , <3 ) ; python_version < "3.13"')).toEqual({
      name: "Flash_Attn",
      normalised: "flash-attn",
      extras: ["Cpu", "dev"],
      specifiers: [">=2.8", "<3"],
      marker: 'python_version < "3.13"',
    });
  });

  test.each([
    ["torch", []],
    ["torch==2.8.0+cu128", ["==2.8.0+cu128"]],
    ["torch == 2.8.*", ["==2.8.*"]],
    ["torch!=2.8.*,>1!2", ["!=2.8.*", ">1!2"]],
    ["torch~=2.8", ["~=2.8"]],
    ["torch===2.8-custom", ["===2.8-custom"]],
    ["torch>=2.8rc1.post2.dev3", [">=2.8rc1.post2.dev3"]],
  ])("%s", (text, specifiers) => {
    expect(parseRequirement(text).specifiers).toEqual(specifiers);
  });

  test("that is wrong is told in a sentence", () => {
    expect(() => parseRequirement("torch=2")).toThrow(
      new UsageError("The requirement `torch=2`: `=2` isn't a version comparison; write `torch==2`."),
    );
  });
});

test.each([
  ["Torch >= 2, <3", "torch<3,>=2", true],
  ["a[x,Y]", "A[y, x]", true],
  ["a==2", "a==2.0", false],
  ["a", "a; python_version < '3'", false],
])("%s and %s say the same: %s", (one, other, same) => {
  const equal = canonicalRequirement(parseRequirement(one)) === canonicalRequirement(parseRequirement(other));
  expect(equal).toBe(same);
});
