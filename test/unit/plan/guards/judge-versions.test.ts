import { describe, expect, test } from "vitest";
import { judgeVersions } from "../../../../src/plan/guards/judge-versions.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";

/** What is said of versions, given as `name: version`, on a base with a CUDA. */
function judged(
  versions: Readonly<Record<string, string>>,
  { cuda = "12.1", more = "", sources = [] as readonly string[] } = {},
) {
  const brought = Object.entries(versions).map(([name, version]) => ({
    ...{ name, version },
    file: sources.includes(name) ? undefined : `${name}-${version}-py3-none-any.whl`,
  }));
  const { phases } = manifestOf({ libraries: ["torch"] }, more);
  return judgeVersions({ facts: { ...baseFacts(), cuda }, phases, brought });
}

describe("what the plan would refuse is an error", () => {
  test.each([
    ["CUDA above the base's", { torch: "2.14.1", "nvidia-cuda-runtime": "13.0.96" }, "cuda-above-base"],
    ["two builds of torch", { torch: "2.8.0+cu121", torchvision: "0.23.0+cu118" }, "torch-family-build"],
    ["a pair that was run and failed", { torch: "2.8.0", torchaudio: "2.7.1" }, "untied-pair"],
  ])("%s", (_, versions, id) => {
    expect(judged(versions).errors.map((one) => one.id)).toContain(id);
  });

  test("what is fine is none", () => {
    expect(judged({ torch: "2.4.1", "nvidia-cuda-runtime-cu12": "12.1.105", numpy: "1.26.4" })).toEqual({
      errors: [],
      warnings: [],
    });
  });
});

test("torch above the base's CUDA comes with what keeps it below", () => {
  const { errors } = judged({ torch: "2.14.1", "nvidia-cuda-runtime": "13.0.96" });

  expect(errors).toMatchObject([{ id: "cuda-above-base", bound: "torch<2.11" }]);
});

test("a pair that was run and failed comes with the versions that go together", () => {
  const { errors } = judged({ torch: "2.10.0", torchaudio: "2.11.0" });

  expect(errors).toMatchObject([{ id: "untied-pair", bound: "torchaudio==2.10.*" }]);
});

test("what it would warn of is told in half sentences", () => {
  expect(judged({ torch: "2.5.1", torchaudio: "2.11.0" }).warnings).toContain(
    "torchaudio 2.11.0 may not work beside torch 2.5.1: add `torchaudio==2.5.*` or `torch>=2.11,<2.15` to the phase's packages",
  );
});

test("a source that the phase forbids is an error", () => {
  const { phases } = manifestOf({ libraries: ["torch"] });
  const forbidding = phases.map((phase) => ({ ...phase, source_build: "never" as const }));
  const { errors } = judgeVersions({
    ...{ facts: baseFacts(), phases: forbidding },
    brought: [{ name: "docopt", version: "0.6.2", file: undefined }],
  });

  expect(errors).toEqual([
    {
      id: "source-build-refused",
      text: "docopt 0.6.2 would be built from source, which `source_build: never` forbids.",
    },
  ]);
});
