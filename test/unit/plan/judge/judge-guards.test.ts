import { expect, test } from "vitest";
import type { Manifest } from "../../../../src/manifest/manifest.ts";
import { judgeGuards } from "../../../../src/plan/judge/judge-guards.ts";
import { resolutionWithout } from "../../../../src/planning/select-phases.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../../support/resolutions.ts";

const TTS = { ...installed("f5-tts", "1.1.7"), requires: ["numpy<=1.26.4"] };
const FACTS = baseFacts({ distributions: [TTS, installed("numpy", "1.26.4")] });
const RESOLUTION = resolved(
  [wheelOf("numpy", 1000, { version: "2.4.6" }), wheelOf("idna")],
  [needing("first", "idna"), needing("second", "numpy")],
  FACTS,
);

function manifest(optional: boolean): Manifest {
  const { phases, ...rest } = manifestOf({ first: ["idna"], second: ["numpy"] });
  return { ...rest, phases: phases.map((one) => ({ ...one, optional: optional && one.name === "second" })) };
}

test("an optional phase that breaks what the base's packages require is left out, with the reason", () => {
  expect(judgeGuards(manifest(true), RESOLUTION, resolutionWithout)).toEqual([
    {
      phase: "second",
      reason:
        "Phase second moves the base's numpy 1.26.4 to 2.4.6, and the base's f5-tts 1.1.7 requires `numpy<=1.26.4`",
    },
  ]);
});

test("a required phase stays, and the plan is refused", () => {
  expect(judgeGuards(manifest(false), RESOLUTION, resolutionWithout)).toEqual([]);
});
