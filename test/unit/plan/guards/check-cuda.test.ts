import { describe, expect, test } from "vitest";
import { checkCuda } from "../../../../src/plan/guards/check-cuda.ts";
import { driverFloor } from "../../../../src/plan/guards/cuda-versions.ts";
import { environment } from "./environments.ts";

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
    [{ numpy: "2.4.6" }, "12.8"],
  ])("%j on a base with CUDA %s is fine", (brought, baseCuda) => {
    expect(checkCuda(environment({ brought, baseCuda }))).toEqual([]);
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
