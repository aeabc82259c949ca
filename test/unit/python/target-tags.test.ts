import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { targetTags, wheelTags } from "../../../src/python/target-tags.ts";
import { PYTHON } from "../../support/base-python.ts";

/**
 * `packaging.tags.sys_tags()` of packaging 26.3: for 3.11 run in a Debian 12 container, for 3.12 its functions given
 * Ubuntu 24.04's interpreter and C library.
 */
function recorded(name: string): string[] {
  const file = new URL(`sys-tags/${name}.txt`, import.meta.url);
  return readFileSync(file, "utf8").trim().split("\n");
}

const CASES = [
  ["cp311-glibc-2.36", { ...PYTHON, version: "3.11.2", glibc: [2, 36] as const }],
  ["cp312-glibc-2.39", { ...PYTHON, version: "3.12.3", glibc: [2, 39] as const }],
] as const;

describe.each(CASES)("the tags of %s", (name, python) => {
  test("are those that packaging names", () => {
    const tags = targetTags(python);

    expect([...tags].sort()).toEqual(recorded(name).sort());
  });

  test("stand in packaging's order, but for a plain linux", () => {
    const plain = (tag: string) => tag.endsWith("-linux_x86_64");

    const tags = targetTags(python).filter((tag) => !plain(tag));

    expect(tags).toEqual(recorded(name).filter((tag) => !plain(tag)));
  });
});

test("a plain linux comes last of its kind, as uv ranks it", () => {
  const own = targetTags(PYTHON).filter((tag) => tag.startsWith("cp311-cp311-"));

  expect(own.at(-1)).toBe("cp311-cp311-linux_x86_64");
});

test("an interpreter that isn't CPython takes no binary of CPython", () => {
  const tags = targetTags({ ...PYTHON, implementation: "pypy" });

  expect(tags.filter((tag) => /^cp\d+-(cp|abi3)/.test(tag))).toEqual([]);
  expect(tags).toContain("py3-none-any");
});

test("a base without glibc takes no manylinux wheel", () => {
  const tags = targetTags({ ...PYTHON, glibc: null });

  expect(tags.filter((tag) => tag.includes("manylinux"))).toEqual([]);
});

describe("the tags of a wheel's name", () => {
  test.each([
    ["tqdm-4.67.1-py3-none-any.whl", ["py3-none-any"]],
    ["six-1.17.0-py2.py3-none-any.whl", ["py2-none-any", "py3-none-any"]],
    [
      "numpy-2.3.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
      ["cp311-cp311-manylinux_2_27_x86_64", "cp311-cp311-manylinux_2_28_x86_64"],
    ],
    ["tool-1.0-1build-py3-none-any.whl", ["py3-none-any"]],
  ])("%s", (name, tags) => {
    expect(wheelTags(name)).toEqual(tags);
  });

  test("are every combination of the three fields", () => {
    const field = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), { minLength: 1, maxLength: 4 });

    fc.assert(
      fc.property(field, field, field, (pythons, abis, platforms) => {
        const name = `dist-1.0-${pythons.join(".")}-${abis.join(".")}-${platforms.join(".")}.whl`;

        const tags = wheelTags(name);

        expect(new Set(tags).size).toBe(pythons.length * abis.length * platforms.length);
        for (const tag of tags) {
          const [python = "", abi = "", platform = ""] = tag.split("-");
          expect(
            [pythons, abis, platforms].map((all, at) => all.includes([python, abi, platform][at] ?? "")),
          ).toEqual([true, true, true]);
        }
      }),
    );
  });
});
