import { describe, expect, test } from "vitest";
import { canonicalRequirement, parseRequirement } from "../../../src/python/requirement.ts";
import { UsageError } from "../../../src/text/errors.ts";
import { threadMilliseconds } from "../../support/thread-time.ts";

describe("a requirement", () => {
  test("is taken apart", () => {
    const text = 'Flash_Attn [Cpu, dev] ( >= 2.8 , <3 ) ; python_version < "3.13"';

    expect(parseRequirement(text)).toEqual({
      text,
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

  test("may name a file instead of versions", () => {
    const sha256 = "ab".repeat(32);
    const text = `Flash_Attn[cpu] @ https://files.example/flash_attn-2.8%2Bcu12-cp311-cp311-linux_x86_64.whl#sha256=${sha256} ; python_version < "3.13"`;
    expect(parseRequirement(text)).toEqual({
      text,
      name: "Flash_Attn",
      normalised: "flash-attn",
      extras: ["cpu"],
      specifiers: [],
      marker: 'python_version < "3.13"',
      source: {
        address: "https://files.example/flash_attn-2.8%2Bcu12-cp311-cp311-linux_x86_64.whl",
        sha256,
        kind: "wheel",
      },
    });
  });

  test.each([
    ["./wheels/my_lib-1.0-py3-none-any.whl", "my-lib", "wheel"],
    ["./my-lib-1.0.tar.gz", "my-lib", "archive"],
    ["my_lib@./archives/0123abcd.zip", "my-lib", "archive"],
    ["my_lib @ https://git.example/team/lib/archive/0123abcd.tar.gz", "my-lib", "archive"],
  ])("%s is of %s", (text, normalised, kind) => {
    const parsed = parseRequirement(text);
    expect(parsed.normalised).toBe(normalised);
    expect(parsed.source).toMatchObject({ kind, sha256: undefined });
  });

  test("of a megabyte is refused at once", () => {
    const started = threadMilliseconds();
    for (const text of [
      `a @ https://x.example/${";".repeat(1e6)}`,
      `a${" ".repeat(1e6)}@`,
      `./${"a-".repeat(5e5)}.whl`,
    ]) {
      expect(() => parseRequirement(text)).toThrow(UsageError);
    }
    expect(threadMilliseconds() - started).toBeLessThan(1000);
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
