import { describe, expect, test } from "vitest";
import { checkLibraries } from "../../../../../src/plan/guards/torch/check-libraries.ts";
import { environment } from "../environments.ts";

const TORCH = { torch: "2.8.0", "nvidia-cuda-runtime-cu12": "12.8.90", "nvidia-cudnn-cu12": "9.10.2.21" };

describe("a wheel that loads NVIDIA's libraries", () => {
  test("of another CUDA than the base's is a warning", () => {
    expect(
      checkLibraries(environment({ brought: { "onnxruntime-gpu": "1.17.0" }, baseCuda: "12.4" })),
    ).toMatchObject([
      {
        severity: "warning",
        phase: "new",
        message: expect.stringContaining("onnxruntime-gpu 1.17.0 is built for CUDA 11, and the image has 12"),
        remedy: "In an image with CUDA 12, add `onnxruntime-gpu>=1.19` to the phase's packages.",
      },
    ]);
  });

  test("of another cuDNN than torch's is a warning", () => {
    const [finding] = checkLibraries(environment({ brought: { ...TORCH, ctranslate2: "4.4.0" } }));

    expect(finding?.message).toContain("ctranslate2 4.4.0 is built for cuDNN 8, and the image has 9");
  });

  test("of CUDA 12 where torch brings CUDA 13's is a warning", () => {
    const brought = { torch: "2.12.1", "nvidia-cuda-runtime": "13.0.96", ctranslate2: "4.8.5" };
    const [finding] = checkLibraries(environment({ brought, baseCuda: null }));

    expect(finding?.message).toContain("ctranslate2 4.8.5 is built for CUDA 12, and the image has 13");
    expect(finding?.remedy).toContain("Take a torch that is built for CUDA 12");
  });

  test.each([
    [{ "onnxruntime-gpu": "1.17.0" }, "11.8"],
    [{ "onnxruntime-gpu": "1.17.0" }, null],
    [{ "onnxruntime-gpu": "1.20.1" }, "12.4"],
    [{ ...TORCH, ctranslate2: "4.8.5" }, "12.8"],
    [{ ctranslate2: "4.4.0" }, "12.8"],
  ])("%j on CUDA %s is fine", (brought, baseCuda) => {
    expect(checkLibraries(environment({ brought, baseCuda }))).toEqual([]);
  });
});
