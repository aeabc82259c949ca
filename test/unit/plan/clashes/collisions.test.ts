import { describe, expect, test } from "vitest";
import { collisionsOf } from "../../../../src/plan/clashes/collisions.ts";
import { measureDistribution } from "../../../../src/sizes/measure-distribution.ts";
import type { Distribution } from "../../../../src/wheels/resolution.ts";
import { PYTHON } from "../../../support/base-python.ts";
import { wheelWith } from "../../../support/clashing.ts";

const { purelib, scripts } = PYTHON;

function collide(...all: readonly Distribution[]) {
  const brought = all.map((one) => {
    const { folders, fileAt } = measureDistribution(one, {
      python: PYTHON,
      bytecode: "all",
      learned: undefined,
    });
    return { name: one.name, version: one.version, kept: false, folders, fileAt };
  });
  return collisionsOf(brought, purelib).map(({ pair, ...found }) => ({
    pair: pair.map((one) => one.name).join(" "),
    ...found,
  }));
}

const SCRIPT = (target: string) => ({ entryPoints: `[console_scripts]\nrun = ${target}\n` });

describe("two distributions collide", () => {
  test("at a path that both have with other content, wherever in the wheel it lies", () => {
    const plain = wheelWith("plain", { "pkg/a.py": 1, "pkg/b.py": 2 });
    const data = wheelWith("data", {
      "data-1.0.data/purelib/pkg/a.py": 1,
      "data-1.0.data/platlib/pkg/b.py": 3,
    });

    const path = `${purelib}/pkg/b.py`;
    expect(collide(plain, data)).toEqual([
      { pair: "data plain", paths: [path], modules: [path], blocked: [] },
    ]);
  });

  test("at a script of one name that calls something else, and not at one that calls the same", () => {
    const [one, same] = [
      wheelWith("one", {}, SCRIPT("tool:main")),
      wheelWith("same", {}, SCRIPT("tool:main")),
    ];
    const ready = wheelWith("ready", { "ready-1.0.data/scripts/run": 7 });

    expect(collide(one, same)).toEqual([]);
    expect(collide(one, wheelWith("other", {}, SCRIPT("other:main")))).toEqual([
      { pair: "one other", paths: [`${scripts}/run`], modules: [], blocked: [] },
    ]);
    expect(collide(one, ready).map((each) => each.paths)).toEqual([[`${scripts}/run`]]);
  });

  test("in pairs, those of three that differ", () => {
    const all = [wheelWith("a", { "tests/x.py": 1 }), wheelWith("b", { "tests/x.py": 1 })];

    const found = collide(...all, wheelWith("c", { "tests/x.py": 2 }));
    expect(found.map((one) => one.pair)).toEqual(["a c", "b c"]);
  });

  test("where one has a file and the other a folder, which nobody can install", () => {
    const found = collide(wheelWith("one", { "data/x": 1 }), wheelWith("other", { data: 1 }));

    expect(found).toEqual([{ pair: "one other", paths: [], modules: [], blocked: [`${purelib}/data`] }]);
  });

  test("not in bytecode, whose source says it, nor in metadata", () => {
    const found = collide(wheelWith("one", { "pkg/a.py": 1 }), wheelWith("other", { "pkg/a.py": 2 }));

    expect(found.flatMap((one) => one.paths)).toEqual([`${purelib}/pkg/a.py`]);
  });

  test("not by names that differ in case only: those are two files", () => {
    expect(collide(wheelWith("one", { "pkg/A.txt": 1 }), wheelWith("other", { "pkg/a.txt": 2 }))).toEqual([]);
  });
});

describe("where only sizes are known", () => {
  const listed = (name: string, bytes: number) => {
    const one = wheelWith(name, {});
    const file = { path: "pkg/a.py", bytes, compressedBytes: 1 };
    return { ...one, contents: { files: [file], entryPoints: null } };
  };

  test("files of one size are taken for the same, and others lose no module for certain", () => {
    expect(collide(listed("one", 5), listed("other", 5))).toEqual([]);
    expect(collide(listed("one", 5), wheelWith("other", { "pkg/a.py": 5 }))).toEqual([
      { pair: "one other", paths: [`${purelib}/pkg/a.py`], modules: [], blocked: [] },
    ]);
  });
});

describe("what is a module", () => {
  const isLost = (path: string, beside: readonly string[] = []) => {
    const files = (content: number, more: readonly string[]) =>
      Object.fromEntries([[path, content], ...more.map((one) => [one, 0] as const)]);
    const found = collide(wheelWith("one", files(1, beside)), wheelWith("other", files(2, [])));
    return found.some((one) => one.modules.length > 0);
  };

  test.each([
    ["pkg/a.py", true],
    ["a.py", true],
    ["pkg/fast.cpython-311-x86_64-linux-gnu.so", true],
    ["pkg/lib/libfast.so.12", true],
    ["pkg/tests/a.py", true],
    ["testing_tools/a.py", true],
    ["tests/__init__.py", false],
    ["test/a.py", false],
    ["docs/conf.py", false],
    ["examples/a.py", false],
    ["setup.py", false],
    ["LICENSE", false],
    ["pkg/data.json", false],
    ["one-1.0.data/scripts/a.py", false],
  ])("%s: %s", (path, lost) => {
    expect(isLost(path)).toBe(lost);
  });

  test("a file that makes a namespace of folders is none, and the module beside code is", () => {
    const one = wheelWith("one", { "space/__init__.py": 1, "space/one/__init__.py": 1 });
    const other = wheelWith("other", { "space/__init__.py": 2, "space/other/__init__.py": 1 });
    const whole = wheelWith("whole", { "space/__init__.py": 3, "space/code.py": 1 });

    const [namespaces, , pair] = collide(one, other, whole);
    expect(namespaces).toMatchObject({
      pair: "one other",
      paths: [`${purelib}/space/__init__.py`],
      modules: [],
    });
    expect(pair).toMatchObject({ pair: "other whole", modules: [`${purelib}/space/__init__.py`] });
  });
});
