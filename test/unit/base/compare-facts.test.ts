import { describe, expect, test } from "vitest";
import { factMismatches, requireAsDeclared } from "../../../src/base/compare-facts.ts";
import type { Provides } from "../../../src/manifest/settings/provides.ts";
import { ManifestError } from "../../../src/text/errors.ts";
import { baseFacts, installed, PYTHON } from "../../support/base-python.ts";

const FACTS = baseFacts({
  python: { ...PYTHON, version: "3.12.4" },
  cuda: "12.8.1",
  distributions: [
    installed("torch", "2.8.0+cu128"),
    installed("torch", "2.7.0"),
    installed("Flash_Attn", "2.8.3"),
    installed("torn", null),
  ],
});

function mismatches(provides: Partial<Provides>, facts = FACTS) {
  const declared = { python: "3.12", cuda: "12.8", packages: {}, ...provides };
  return factMismatches(declared, "base:1", facts).map((one) => `${one.path.join(".")}: ${one.message}`);
}

describe("facts that agree", () => {
  test.each([
    ["to the minor", { python: "3.12", cuda: "12.8" }],
    ["to the patch", { python: "3.12.4", cuda: "12.8.1" }],
    ["packages, the first of a name as Python imports it", { packages: { torch: "2.8.0+cu128" } }],
    ["packages in another spelling", { packages: { "flash-attn": "2.8.3" } }],
  ])("%s", (_, provides) => {
    expect(mismatches(provides)).toEqual([]);
  });

  test("no CUDA, as declared; a Python between two releases", () => {
    const facts = baseFacts({ python: { ...PYTHON, version: "3.12.4+" } });

    expect(factMismatches({ python: "3.12.4", packages: {} }, "base:1", facts)).toEqual([]);
  });
});

describe("facts that differ name both and what to write", () => {
  test.each([
    [
      "python",
      { python: "3.1" },
      'python: Python 3.1 is declared, but base:1 has 3.12.4; write `python: "3.12"`',
    ],
    [
      "python's patch",
      { python: "3.12.3" },
      'python: Python 3.12.3 is declared, but base:1 has 3.12.4; write `python: "3.12"`',
    ],
    ["cuda", { cuda: "13.0" }, 'cuda: CUDA 13.0 is declared, but base:1 has 12.8.1; write `cuda: "12.8"`'],
    [
      "cuda that isn't declared",
      { cuda: undefined },
      'cuda: no `cuda` is declared, but base:1 has CUDA 12.8.1; write `cuda: "12.8"`',
    ],
    [
      "a package's build",
      { packages: { torch: "2.8.0" } },
      "packages.torch: `torch` 2.8.0 is declared, but base:1 has 2.8.0+cu128; write `torch: 2.8.0+cu128`",
    ],
    [
      "a package that is missing",
      { packages: { numpy: "2.0.0" } },
      "packages.numpy: `numpy` 2.0.0 is declared, but base:1 doesn't hold it; remove it",
    ],
    [
      "a package without metadata",
      { packages: { torn: "1.0" } },
      "packages.torn: `torn` 1.0 is declared, but base:1 has it without a readable version; remove it",
    ],
  ])("%s", (_, provides, says) => {
    expect(mismatches(provides as Partial<Provides>)).toEqual([says]);
  });

  test("no CUDA where one is declared", () => {
    expect(mismatches({}, baseFacts({ python: FACTS.python }))).toEqual([
      "cuda: CUDA 12.8 is declared, but base:1 has none; remove `cuda`",
    ]);
  });
});

test("all of them are one error, each with its place in the manifest", () => {
  const provides = { python: "3.11", cuda: "12.8", packages: { numpy: "2.0.0" } };
  const locate = (path: readonly string[]) => ({ file: "install.yml", line: path.length, column: 7 });

  expect(() => requireAsDeclared({ provides, image: "base:1", locate }, FACTS)).toThrow(
    expect.objectContaining({
      constructor: ManifestError,
      exitCode: 2,
      message:
        'install.yml:3:7: Python 3.11 is declared, but base:1 has 3.12.4; write `python: "3.12"`\n' +
        "install.yml:4:7: `numpy` 2.0.0 is declared, but base:1 doesn't hold it; remove it",
    }),
  );
});
