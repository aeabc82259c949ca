import { describe, expect, test } from "vitest";
import { checkCuda } from "../../../../../src/plan/guards/torch/check-cuda.ts";
import { driverFloor } from "../../../../../src/plan/guards/torch/cuda-versions.ts";
import { environment } from "../environments.ts";

const CUDA_12 = { torch: "2.8.0", "nvidia-cuda-runtime-cu12": "12.8.90", "nvidia-cudnn-cu12": "9.10.2.21" };
const CUDA_13 = { torch: "2.11.0", "nvidia-cuda-runtime": "13.0.96", "nvidia-cudnn-cu13": "9.19.0.56" };

describe("wheels above the base's CUDA", () => {
  test("are refused with both drivers", () => {
    expect(checkCuda(environment({ brought: CUDA_13, baseCuda: "12.8" }))).toMatchObject([
      {
        id: "cuda-above-base",
        severity: "error",
        phase: "new",
        message: expect.stringMatching(
          /needs driver 580 or newer; the base's CUDA 12\.8 lets the image start from driver 525 on/,
        ),
      },
    ]);
  });

  test("a local version says it, too", () => {
    const [finding] = checkCuda(environment({ brought: { torch: "2.9.0+cu130" }, baseCuda: "12.8" }));

    expect(finding?.message).toContain("torch 2.9.0+cu130 is built for CUDA 13.0");
  });

  test.each([
    [CUDA_12, "12.8"],
    [CUDA_12, "12.4"],
    [CUDA_12, "13.0"],
    [CUDA_13, null],
    [
      { ...CUDA_13, "nvidia-cutlass-dsl-libs-cu12": "4.8.0", "nvidia-cutlass-dsl-libs-cu13": "4.8.0" },
      "13.0",
    ],
    [{ numpy: "2.4.6" }, "12.8"],
  ])("%j on a base with CUDA %s is fine", (brought, baseCuda) => {
    expect(checkCuda(environment({ brought, baseCuda }))).toEqual([]);
  });
});

describe("the remedy of CUDA above the base's", () => {
  function remedyOf(brought: Readonly<Record<string, string>>, baseCuda: string, asked = ["torch"]) {
    const findings = checkCuda(environment({ brought, baseCuda, asked }));
    return findings.find((one) => one.id === "cuda-above-base");
  }

  test("names torch, whose wheels bring the libraries, the line to write and the backend", () => {
    expect(remedyOf(CUDA_13, "12.1")).toMatchObject({
      message: expect.stringMatching(/^torch 2\.11\.0 is built for CUDA 13\.0 /),
      remedy:
        "Write `torch<2.11` in phase new: later ones of the default index are built for a newer CUDA. Or set `torch_backend: cu121` under `install`. Or take a base image with CUDA 13.",
    });
  });

  test("says which pin the line replaces, and that PyTorch's index may lack that version", () => {
    expect(remedyOf(CUDA_13, "12.8", ["torch==2.11.0"])?.remedy).toBe(
      "Write `torch<2.11` instead of `torch==2.11.0` in phase new: later ones of the default index are built for a newer CUDA. Or set `torch_backend: cu128` under `install`, if PyTorch's index has that version for it. Or take a base image with CUDA 13.",
    );
  });

  test("is an older one for CUDA 11", () => {
    expect(remedyOf(CUDA_12, "11.8")?.remedy).toMatch(/`torch<2\.1`.*`torch_backend: cu118`.*CUDA 12\./);
  });

  test("names no backend where PyTorch has no builds that the base's CUDA runs", () => {
    expect(remedyOf(CUDA_13, "12.0")?.remedy).not.toContain("torch_backend");
  });

  test("of a build that says its CUDA is another build", () => {
    expect(remedyOf({ torch: "2.9.0+cu130" }, "12.8")?.remedy).toBe(
      "Take torch's build for CUDA 12: set `torch_backend: cu128` under `install`, or bind torch to an index of such builds under `indexes`. Or take a base image with CUDA 13.",
    );
  });

  test("leaves torch alone where another package brings the libraries", () => {
    const brought = { torch: "2.8.0", "cupy-cuda13x": "14.0.0" };

    expect(remedyOf(brought, "12.8")?.remedy).toBe(
      "Take a base image with CUDA 13, or a build of cupy-cuda13x for CUDA 12.",
    );
  });
});

test("libraries of two CUDA majors are a warning", () => {
  expect(checkCuda(environment({ brought: { ...CUDA_13, "nvidia-cublas-cu12": "12.8.4.1" } }))).toMatchObject(
    [{ id: "two-cuda-majors", severity: "warning" }],
  );
});

test("drivers", () => {
  expect(driverFloor("11.8")).toBe(450);
  expect(driverFloor("12.8")).toBe(525);
  expect(driverFloor("13")).toBe(580);
  expect(driverFloor("9.2")).toBeUndefined();
});
