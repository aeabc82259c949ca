import { describe, expect, test } from "vitest";
import { judgeCudaBuilds, knownCudaBuilds } from "../../../../src/plan/judge/judge-cuda-builds.ts";
import type { SourceCode } from "../../../../src/wheels/sdist/source-code.ts";
import { baseFacts } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../../support/resolutions.ts";

const CODE: SourceCode = { native: true, cuda: "required", ownWheels: null };
const TEMPLATE =
  "https://releases.example/v{version}/kernel-{version}-{python_tag}-{python_tag}-{platform}.whl";
const RUNTIME = { reference: "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime", probed: true };

interface Scene {
  readonly code?: Partial<SourceCode>;
  readonly phase?: string;
  readonly more?: string;
  readonly base?: typeof RUNTIME;
  readonly facts?: Parameters<typeof baseFacts>[0];
}

function judge({ code = {}, phase = "", more = "", base = RUNTIME, facts = {} }: Scene = {}) {
  const kernel = wheelOf("kernel", 1000, { kind: "sdist", contents: undefined, code: { ...CODE, ...code } });
  const manifest = manifestOf(
    { core: ["core"] },
    `  - { name: kernels, packages: [kernel]${phase} }\n${more}`,
  );
  const resolution = resolved(
    [wheelOf("core"), kernel],
    [needing("core", "core"), needing("kernels", "core", "kernel")],
    baseFacts({ cuda: "12.8", nvcc: null, ...facts }),
  );
  return judgeCudaBuilds(manifest, resolution, base);
}

describe("a source that only CUDA's compiler builds, on a base without it", () => {
  test("is refused, with a base and a wheel that would do", () => {
    const { leftOut, findings } = judge();
    expect(leftOut).toEqual([]);
    expect(findings).toMatchObject([
      {
        id: "cuda-compiler-missing",
        severity: "error",
        phase: "kernels",
        message:
          "In phase kernels, kernel 1.0 is built from source with CUDA's compiler (nvcc), and the base has none.",
      },
    ]);
    expect(findings[0]?.remedy).toContain("`pytorch/pytorch:2.8.0-cuda12.8-cudnn9-devel`");
    expect(findings[0]?.remedy).toContain("under `wheels`");
  });

  test("that would download a wheel itself is refused, too, and the wheels are named", () => {
    const { findings } = judge({ code: { ownWheels: TEMPLATE } });
    expect(findings[0]?.message).toContain(
      "would first try to download a prebuilt wheel; this isn't relied on",
    );
    expect(findings[0]?.remedy).toContain(`pin kernel by == and write \`wheels: ${TEMPLATE}\``);
  });

  test("is left out with its optional phase", () => {
    const { leftOut, findings } = judge({ phase: ", optional: true" });
    expect(findings).toEqual([]);
    expect(leftOut).toMatchObject([{ phase: "kernels" }]);
    expect(leftOut[0]?.reason).toContain("nvcc");
  });

  test("another base's devel image isn't guessed by its tag", () => {
    const { findings } = judge({ base: { reference: "registry.example/team/base:1", probed: true } });
    expect(findings[0]?.remedy).toContain("a devel image of CUDA 12.8");
  });

  test.each([
    ["the base has nvcc", { facts: { nvcc: "12.8" } }],
    ["a system package brings it", { more: "system_packages: [cuda-nvcc-12-8]\n" }],
    ["a command installs it", { phase: ", run: [[apt-get, install, cuda-toolkit-12-8]]" }],
    ["the phase may build nothing anyway", { phase: ", source_build: never" }],
    ["it holds no CUDA code", { code: { cuda: "none" as const } }],
  ] satisfies [string, Scene][])("nothing is said where %s", (_title, scene) => {
    expect(judge(scene)).toEqual({ leftOut: [], findings: [] });
  });
});

test("CUDA code that a build may leave out is a warning, and none on a base without CUDA", () => {
  const code = { cuda: "some" as const };
  expect(judge({ code }).findings).toMatchObject([{ severity: "warning", phase: "kernels" }]);
  expect(judge({ code, facts: { cuda: null } }).findings).toEqual([]);
});

describe("a declared base", () => {
  const { findings } = judge({ base: { ...RUNTIME, probed: false } });

  test("doesn't say whether it has nvcc: a warning says so", () => {
    expect(findings).toMatchObject([{ id: "cuda-compiler-unknown", severity: "warning" }]);
    expect(findings[0]?.message).toContain("isn't known without the image");
  });

  test("is known once it was probed", () => {
    const none = new Set<string>();
    expect(knownCudaBuilds(findings, baseFacts({ nvcc: "12.8" }), none)).toEqual([]);
    const known = knownCudaBuilds(findings, baseFacts({ nvcc: null }), none);
    expect(known).toEqual(judge().findings);
    const [optional] = knownCudaBuilds(findings, baseFacts({ nvcc: null }), new Set(["kernels"]));
    expect(optional?.severity).toBe("warning");
  });
});
