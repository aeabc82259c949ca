import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeTarget } from "../../../../src/plan/judge/judge-target.ts";
import { poolFacts } from "../../../../src/plan/judge/target-facts.ts";

const GIB = 2 ** 30;
/** whisperx's, as the seed has them. */
const WHISPERX = { gpu_memory: 6 * GIB, disk: 3.5 * GIB, python: ">=3.8", cuda: true };
const TARGET = { ...poolFacts(["ADA_24", "AMPERE_24"]), diskBytes: 20e9, python: "3.12.1" };

test("met, when all is known and enough", () => {
  expect(judgeTarget(WHISPERX, TARGET)).toEqual({ verdict: "met" });
  expect(judgeTarget({}, {})).toEqual({ verdict: "met" });
});

test("strictly more than what is asked for", () => {
  expect(judgeTarget({ gpu_memory: 24 * GIB }, TARGET)).toEqual({
    verdict: "unmet",
    reasons: ["it needs more than 25.8 GB of GPU memory; the pool ADA_24 has 25.8 GB"],
  });
  expect(judgeTarget({ disk: 3.5 * GIB }, { diskBytes: 3.5 * GIB }).verdict).toBe("unmet");
});

test("every unmet requirement has its reason, whatever is unknown", () => {
  expect(judgeTarget(WHISPERX, { cuda: false, diskBytes: 1e9, python: "3.7.9" })).toEqual({
    verdict: "unmet",
    reasons: [
      "it needs more than 6.44 GB of GPU memory, and the target has no GPU",
      "it needs more than 3.76 GB of disk; 1.00 GB are free",
      "it needs Python >=3.8; the base has 3.7.9",
      "it needs CUDA, and the target has none",
    ],
  });
});

test("what isn't known is asked, not refused", () => {
  expect(judgeTarget(WHISPERX, { python: "3.13.0+" })).toEqual({
    verdict: "unknown",
    questions: [
      "whether the GPU has more than 6.44 GB of GPU memory",
      "whether there is more than 3.76 GB of disk",
      "whether there is a CUDA GPU",
    ],
  });
});

describe("RunPod's pools", () => {
  test("the least of them counts", () => {
    expect(poolFacts(["ADA_80_PRO", "AMPERE_16"])).toEqual({
      cuda: true,
      gpuMemoryBytes: 16 * GIB,
      gpu: "the pool AMPERE_16",
    });
  });

  test("GPUs that are left out change nothing; none chosen is not known", () => {
    expect(poolFacts(["ADA_24", "-NVIDIA GeForce RTX 4090"])).toEqual(poolFacts(["ADA_24"]));
    expect(poolFacts([])).toEqual({});
  });
});

test("a larger machine never meets less", () => {
  const size = fc.integer({ min: 0, max: 200 * GIB });
  fc.assert(
    fc.property(size, size, size, (needed, one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const judge = (gpuMemoryBytes: number) =>
        judgeTarget({ gpu_memory: needed }, { gpuMemoryBytes, cuda: true }).verdict;
      return judge(small) !== "met" || judge(large) === "met";
    }),
  );
});
