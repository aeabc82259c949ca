import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  mayNeedSystemPackage,
  sourceBuildError,
  sourceBuildFailure,
} from "../../../../src/resolve/conflicts/source-build-failure.ts";
import { withTriedConstraint } from "../../../../src/resolve/remedies/tried-constraint.ts";
import type { TrialResult } from "../../../../src/resolve/remedies/try-resolve.ts";
import { BuildError, ConflictError, type SurelayerError } from "../../../../src/text/errors.ts";
import { requestOf } from "../../../support/manifests.ts";

/** What uv 0.13.9 printed when a source's build failed. */
function printed(name: string): string {
  return readFileSync(new URL(`../../../corpus/failures/build/uv-${name}.txt`, import.meta.url), "utf8");
}

function explained(name: string): SurelayerError {
  const error = sourceBuildError(printed(name));
  if (error === undefined) throw new Error(`${name} isn't the failure of a build`);
  return error;
}

describe("a source whose metadata can't be built", () => {
  test.each([
    { name: "missing-compiler", id: "B3", line: "'gcc'", remedy: "`system_packages: [build-essential]`" },
    { name: "missing-compiler-of-setuptools", id: "B3", line: "'gcc'", remedy: "[build-essential]`" },
    { name: "missing-header", id: "B9", line: "Python.h", remedy: "`system_packages: [python3-dev]`" },
    {
      name: "no-pkg-resources",
      id: "B8",
      line: "pkg_resources",
      remedy: "`build_constraints: ['setuptools<81']`",
    },
    { name: "missing-torch", id: "B1", line: "No module named 'torch'", remedy: "under `wheels`" },
    { name: "cuda-home", id: "B2", line: "CUDA_HOME", remedy: "`wheels:`" },
  ])("$name: class, the line that shows it, and what helps", ({ name, id, line, remedy }) => {
    const error = explained(name);
    expect(error).toBeInstanceOf(BuildError);
    expect(error.message).toMatch(/^[\w-]+ [\d.]+ can't be built from source: /);
    expect(error.failureClass?.id).toBe(id);
    expect(error.evidence?.split("\n")).toHaveLength(1);
    expect(error.evidence).toContain(line);
    expect(error.remedy).toContain(remedy);
    expect(error.remedy).toContain(`docs/TROUBLESHOOTING.md#${id.toLowerCase()}-`);
  });

  test("any other failure of a build is shown by the build's last words, without its traceback", () => {
    const error = explained("backend-failure");
    expect(error.failureClass?.id).toBe("B4");
    expect(error.evidence).not.toMatch(/Traceback|File "/);
    expect(error.evidence?.split("\n").length).toBeLessThanOrEqual(3);
  });

  test("the package that asks for it is named", () => {
    const hint =
      "hint: `av` (v11.0.0) was included because `faster-whisper` (v1.0.1) depends on `av>=11.dev0, <12.dev0`";
    const error = sourceBuildError(`${printed("missing-compiler")}\n${hint}\n`);
    expect(error?.evidence).toContain(
      "av (v11.0.0) was included because faster-whisper (v1.0.1) depends on av>=11",
    );
  });

  test("build requirements that exclude each other are a conflict of their own", () => {
    const error = sourceBuildError(
      "error: Failed to build `demo==1.0`\n  cause: Failed to resolve requirements from `setup.py` build\n  cause: No solution found when resolving: `setuptools>=40.8.0`\n  cause: Because you require setuptools>=40.8.0 and setuptools<30, we can conclude that your requirements are unsatisfiable.\n",
    );
    expect(error).toBeInstanceOf(ConflictError);
    expect(error?.message).toBe("What demo 1.0 is built with can't be installed together.");
    expect(error?.evidence).toContain("setuptools>=40.8.0 and setuptools<30");
    expect(error?.remedy).toContain("`build_constraints`");
  });

  test("an outage while its build requirements are fetched isn't the build's failure", () => {
    expect(sourceBuildFailure(printed("build-need-503"))).toBeUndefined();
    expect(sourceBuildError(printed("build-need-503"))).toBeUndefined();
  });
});

test.each([
  ["missing-compiler", true],
  ["missing-header", true],
  ["backend-failure", true],
  ["missing-torch", false],
  ["no-pkg-resources", false],
  ["build-need-503", false],
])("%s may be for want of a system package: %s", (name, may) => {
  expect(mayNeedSystemPackage(printed(name))).toBe(may);
});

describe("the remedy of a build that misses pkg_resources", () => {
  const tried = async (result: TrialResult, more = "") => {
    const asked: (readonly string[])[] = [];
    const error = await withTriedConstraint(
      explained("no-pkg-resources"),
      requestOf({ one: ["openai-whisper"] }, more),
      async ({ request }) => {
        asked.push(request.buildConstraints);
        return result;
      },
    );
    return { error, asked };
  };

  test("is tried beside the manifest's own constraints", async () => {
    const { error, asked } = await tried({ solved: true, locked: [] }, "build_constraints: [wheel<1]\n");
    expect(asked).toEqual([["wheel<1", "setuptools<81"]]);
    expect(error.remedy).toContain("It was tried: all phases then resolve.");
    expect(error.failureClass?.id).toBe("B8");
  });

  test("says what fails next where it isn't enough", async () => {
    const { error } = await tried({ solved: false, explanation: printed("missing-header") });
    expect(error.remedy).toContain("isn't enough: headers or library missing (");
  });

  test("isn't tried where the manifest bounds setuptools already", async () => {
    const { asked } = await tried({ solved: true, locked: [] }, "build_constraints: [setuptools<82]\n");
    expect(asked).toEqual([]);
  });
});
