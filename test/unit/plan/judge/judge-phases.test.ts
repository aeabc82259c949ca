import { describe, expect, test } from "vitest";
import { manifestWithout } from "../../../../src/manifest/left-out-phase.ts";
import { judgePhases } from "../../../../src/plan/judge/judge-phases.ts";
import { compilesAnything, judgeSourceBuilds } from "../../../../src/plan/judge/judge-source-builds.ts";
import { resolutionWithout } from "../../../../src/planning/select-phases.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../../support/resolutions.ts";

/** A phase with more of it, as the manifest writes it. */
const phase = (name: string, packages: string, more: string) =>
  `  - { name: ${name}, packages: ["${packages}"], ${more} }\n`;
const WHEELS = 'wheels: "https://files.example/kernels-{version}-py3-none-any.whl"';

describe("what phases require of the target", () => {
  const manifest = manifestOf(
    { core: ["core"] },
    phase("alignment", "a", "optional: true, requires: { gpu_memory: 30GB, disk: 1GB }") +
      phase("needed", "b", 'requires: { python: ">=3.12" }') +
      phase("later", "c", "optional: true, requires: { cuda: true, gpu_memory: 1GB }"),
  );

  test("leaves an optional phase out, stops a required one, and keeps one that can't be judged", () => {
    const { leftOut, findings } = judgePhases(manifest, { diskBytes: 5e8, python: "3.11.2" });

    expect(leftOut).toEqual([
      { phase: "alignment", reason: "it needs more than 1.00 GB of disk; 500 MB are free" },
    ]);
    expect(findings.map((one) => [one.id, one.severity, one.phase, one.message])).toEqual([
      [
        "requires-unmet",
        "error",
        "needed",
        "Phase needed can't run where the image is for: it needs Python >=3.12; the base has 3.11.2.",
      ],
      [
        "requires-unknown",
        "warning",
        "later",
        "Phase later is kept, though it isn't known whether the GPU has more than 1.00 GB of GPU memory, nor whether there is a CUDA GPU.",
      ],
    ]);
  });

  test("says nothing where all is met", () => {
    const target = { cuda: true, gpuMemoryBytes: 48e9, diskBytes: 5e9, python: "3.12.1" };

    expect(judgePhases(manifest, target)).toEqual({ leftOut: [], findings: [] });
  });
});

describe("what would be built from source", () => {
  const source = wheelOf("kernels", 1000, { kind: "sdist", contents: undefined });
  const judge = (phases: string) => {
    const manifest = manifestOf({ core: ["core"] }, phases);
    const needs = manifest.phases.map((one) =>
      one.name === "core" ? needing("core", "core") : needing(one.name, "kernels"),
    );
    return { manifest, resolution: resolved([wheelOf("core"), source], needs) };
  };

  test.each([
    ["forbidden", "source_build: never", "`source_build: never` forbids it"],
    ["beside wheels", WHEELS, "beside `wheels` that isn't allowed"],
  ])("stops a required phase where it is %s", (_, more, why) => {
    const { manifest, resolution } = judge(phase("attention", "kernels==1.0", more));

    const { leftOut, findings } = judgeSourceBuilds(manifest, resolution);

    expect(leftOut).toEqual([]);
    expect(findings).toMatchObject([
      {
        id: "source-build-refused",
        severity: "error",
        phase: "attention",
        message: `In phase attention, kernels 1.0 would be built from source, and ${why}.`,
      },
    ]);
  });

  test("leaves an optional phase out", () => {
    const { manifest, resolution } = judge(
      phase("attention", "kernels==1.0", "optional: true, source_build: never"),
    );

    expect(judgeSourceBuilds(manifest, resolution)).toEqual({
      leftOut: [
        {
          phase: "attention",
          reason: "kernels 1.0 would be built from source, and `source_build: never` forbids it",
        },
      ],
      findings: [],
    });
  });

  test("is nobody's fault where another phase builds it anyway, or nothing forbids it", () => {
    const both = judge(
      phase("attention", "kernels==1.0", "source_build: never") + phase("other", "kernels", "optional: true"),
    );
    const free = judge(phase("attention", "kernels==1.0", "optional: false"));

    expect(judgeSourceBuilds(both.manifest, both.resolution).findings).toEqual([]);
    expect(judgeSourceBuilds(free.manifest, free.resolution).findings).toEqual([]);
  });

  test("in another environment is no reason to build it in this one", () => {
    const { manifest } = judge(
      phase("attention", "kernels==1.0", "source_build: never, environment: isolated") +
        phase("other", "kernels", "optional: false"),
    );
    const own = [{ phase: needing("attention", "kernels"), distributions: [source] }];
    const resolution = resolved([source], [needing("other", "kernels")], undefined, own);

    expect(judgeSourceBuilds(manifest, resolution).findings).toMatchObject([{ phase: "attention" }]);
  });

  test("in an environment of its own can be much, too", () => {
    const { manifest } = judge(
      phase("attention", "kernels==1.0", "source_build: allowed, environment: isolated"),
    );
    const own = [{ phase: needing("attention", "kernels"), distributions: [source] }];

    expect(compilesAnything(manifest, resolved([], [], undefined, own))).toBe(true);
  });

  test.each([
    ["source_build: allowed", true],
    [`${WHEELS}, source_build: allowed`, true],
    ["binary_for: [torch]", true],
    ["binary_for: [torch], source_build: never", false],
    ["optional: true", false],
  ])("with %s is much: %s", (more, much) => {
    const { manifest, resolution } = judge(phase("attention", "kernels==1.0", more));

    expect(compilesAnything(manifest, resolution)).toBe(much);
  });
});

test("without a phase goes what only it needs", () => {
  const manifest = manifestOf({ one: ["a"], two: ["b"] });
  const resolution = resolved(
    [wheelOf("a"), wheelOf("b"), wheelOf("both")],
    [needing("one", "a", "both"), needing("two", "b", "both")],
  );
  const leftOut = [{ phase: "two", reason: "" }];

  expect(manifestWithout(manifest, leftOut).phases.map((one) => one.name)).toEqual(["one"]);
  const rest = resolutionWithout(resolution, leftOut);
  expect(rest.phases.map((one) => one.name)).toEqual(["one"]);
  expect(rest.distributions.map((one) => one.name)).toEqual(["a", "both"]);
});

test("without an isolated phase goes its environment", () => {
  const own = [{ phase: needing("two", "b"), distributions: [wheelOf("b")] }];
  const resolution = resolved([wheelOf("a")], [needing("one", "a")], undefined, own);

  const rest = resolutionWithout(resolution, [{ phase: "two", reason: "" }]);

  expect(rest.isolated).toEqual([]);
  expect(rest.distributions.map((one) => one.name)).toEqual(["a"]);
});
