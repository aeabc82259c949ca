import { expect, test } from "vitest";
import { versionFaults } from "../../../../src/plan/guards/version-faults.ts";
import { resolveRequest } from "../../../../src/resolve/request.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";

/** Constraints that get around what is wrong with versions that phase `one` brings. */
function boundsOf(versions: Readonly<Record<string, string>>, facts = baseFacts()) {
  const request = resolveRequest(manifestOf({ one: ["torch"] }), facts);
  const chosen = { versions: new Map(Object.entries(versions)), phaseOf: () => "one" };
  return versionFaults(request, chosen).map((one) => one.bounds);
}

test.each([
  [
    "a pair that was run and failed",
    { datasets: "2.14.4", pyarrow: "26.0.1" },
    ["datasets>=2.15", "pyarrow<21"],
  ],
  [
    "a pair of a row whose own versions end",
    { "pyannote-audio": "3.3.2", torchaudio: "2.11.1" },
    ["pyannote-audio>=4", "torchaudio<2.9"],
  ],
  ["a package for NumPy 1", { torch: "2.1.0", numpy: "2.4.6" }, ["torch>=2.3", "numpy<2"]],
])("%s has constraints that part it, the newer versions first", (_, versions, bounds) => {
  expect(boundsOf(versions)).toEqual([bounds]);
});

test("a torch for a newer CUDA than the base's is held to the last one for it", () => {
  const versions = { torch: "2.15.0", "nvidia-cuda-runtime": "13.2.75" };

  expect(boundsOf(versions, baseFacts({ cuda: "12.8" }))).toEqual([["torch<2.11"]]);
  expect(boundsOf(versions, baseFacts({ cuda: "13.2" }))).toEqual([]);
});

test("what the base holds in the same version is the base's", () => {
  const numpy = installed("numpy", "1.26.4");
  const tts = { ...installed("f5-tts", "1.1.7"), requires: ["numpy<=1.26.4"] };
  const facts = baseFacts({ distributions: [numpy, tts] });

  expect(boundsOf({ numpy: "1.26.4" }, facts)).toEqual([]);
  expect(boundsOf({ numpy: "2.4.6" }, facts)).toEqual([["numpy<=1.26.4"]]);
});
