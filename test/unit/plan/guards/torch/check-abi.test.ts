import { expect, test } from "vitest";
import { checkAbi } from "../../../../../src/plan/guards/torch/check-abi.ts";
import { environment } from "../environments.ts";

const OLD = "flash_attn-2.8.3+cu12torch2.8cxx11abiFALSE-cp312-cp312-linux_x86_64.whl";
const NEW = OLD.replace("FALSE", "TRUE");
const beside = (torch: string, file: string, more: Readonly<Record<string, string>> = {}) =>
  checkAbi(
    environment({
      base: { torch, ...more },
      brought: { "flash-attn": "2.8.3" },
      files: { "flash-attn": file },
    }),
  );

test("a wheel for the old C++ ABI beside a torch of the new one is refused", () => {
  const [finding] = beside("2.8.0+cu128", OLD);
  expect(finding).toMatchObject({ id: "other-cxx11-abi", severity: "error", phase: "new" });
  expect(finding?.message).toContain(
    "is compiled for the old C++ ABI; torch 2.8.0+cu128 has the new C++ ABI.",
  );
  expect(finding?.remedy).toContain("`cxx11abiTRUE`");
});

test("and the other way round", () => {
  expect(beside("2.4.0+cu121", NEW)[0]?.remedy).toContain("`cxx11abiFALSE`");
  expect(beside("2.6.0", NEW, { "nvidia-cuda-runtime-cu12": "12.4.127" })).toHaveLength(1);
});

test.each([
  ["the same ABI", "2.8.0+cu128", NEW],
  ["the same old ABI", "2.4.0+cu121", OLD],
  ["a default torch", "2.9.0", NEW],
  ["2.6 for CUDA 12.6", "2.6.0+cu126", NEW],
  ["2.6 for the CPU, whose ABI isn't known", "2.6.0+cpu", OLD],
  ["a torch that somebody compiled", "2.8.0a0+5228986c39.nv25.06", OLD],
  ["a name that says nothing", "2.8.0+cu128", "demo-1.0-py3-none-any.whl"],
])("nothing is said of %s", (_title, torch, file) => {
  expect(beside(torch, file)).toEqual([]);
});
