import { expect, test } from "vitest";
import { checkTorch } from "../../../../../src/plan/guards/torch/check-torch.ts";
import { environment } from "../environments.ts";

const ids = (parts: Parameters<typeof environment>[0]) => checkTorch(environment(parts)).map((one) => one.id);

test("torch and torchvision of different CUDA builds are refused", () => {
  const [finding] = checkTorch(environment({ base: { torch: "2.9.0+cu130", torchvision: "0.24.0+cu129" } }));

  expect(finding).toMatchObject({ id: "torch-family-build", severity: "error" });
  expect(finding?.message).toContain("cu129 beside cu130");
});

test("builds of one kind, or without a tag, are fine", () => {
  expect(ids({ base: { torch: "2.8.0+cu128", torchaudio: "2.8.0+cu128" } })).toEqual([]);
  expect(ids({ base: { torch: "2.8.0+cu128" }, brought: { torchaudio: "2.8.0" } })).toEqual([]);
  expect(ids({ base: { torch: "2.8.0+cu128" }, brought: { torchcodec: "0.7.0+cpu" } })).toEqual([]);
});

test.each([
  [
    { base: { torch: "2.8.0+cu128" }, brought: { torch: "2.8.0+cpu" } },
    "built for cpu over the base's torch 2.8.0+cu128",
  ],
  [
    { base: { torch: "2.8.0+cpu" }, brought: { torch: "2.8.0", "nvidia-cuda-runtime-cu12": "12.8.90" } },
    "built for cu128 over the base's torch 2.8.0+cpu",
  ],
  [{ baseCuda: "12.8", brought: { torch: "2.8.0+cpu" } }, "built for cpu on a base with CUDA 12.8"],
])("another variant than the base's: %j", (parts, words) => {
  const [finding] = checkTorch(environment(parts));

  expect(finding).toMatchObject({ id: "torch-variant", severity: "warning", phase: "new" });
  expect(finding?.message).toContain(words);
});

test("the base's variant in another version is fine", () => {
  expect(ids({ base: { torch: "2.7.0+cu128" }, brought: { torch: "2.8.0+cu128" } })).toEqual([]);
  expect(
    ids({ baseCuda: "12.4", brought: { torch: "2.8.0", "nvidia-cuda-runtime-cu12": "12.8.90" } }),
  ).toEqual([]);
});

test("which of two CUDA runtimes is there for torch isn't guessed", () => {
  const runtimes = { "nvidia-cuda-runtime-cu11": "11.8.89", "nvidia-cuda-runtime-cu12": "12.1.105" };

  expect(ids({ baseCuda: "12.1", brought: { torch: "2.4.1", ...runtimes } })).toEqual([]);
});

test("a torch that the base doesn't have can't be kept", () => {
  const [finding] = checkTorch(environment({ baseCuda: "12.8", brought: { torch: "2.8.0+cpu" } }));

  expect(finding?.remedy).toBe("Bind torch to an index of cu12 builds under `indexes`.");
});

test("a binary that names another torch is refused", () => {
  const file = "flash_attn-2.8.3+cu12torch2.7cxx11abiTRUE-cp312-cp312-linux_x86_64.whl";
  const parts = {
    base: { torch: "2.8.0+cu128" },
    brought: { "flash-attn": "2.8.3" },
    files: { "flash-attn": file },
  };

  expect(checkTorch(environment(parts))).toMatchObject([
    { id: "bound-to-other-torch", severity: "error", phase: "new" },
  ]);
  expect(ids({ ...parts, base: { torch: "2.7.1+cu126" } })).toEqual([]);
});

test("torchcodec for CUDA 13 beside a torch for CUDA 12 is a warning", () => {
  expect(ids({ base: { torch: "2.11.0+cu128" }, brought: { torchcodec: "0.17.0" } })).toEqual([
    "torchcodec-cuda",
  ]);
  expect(ids({ base: { torch: "2.11.0+cu128" }, brought: { torchcodec: "0.17.0+cu128" } })).toEqual([]);
  expect(ids({ base: { torch: "2.11.0+cu128" }, brought: { torchcodec: "0.13.0" } })).toEqual([]);
});
