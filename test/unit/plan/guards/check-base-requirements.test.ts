import { expect, test } from "vitest";
import { baseRequirements } from "../../../../src/base/base-requirements.ts";
import { checkBaseRequirements } from "../../../../src/plan/guards/check-base-requirements.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { environment } from "./environments.ts";

const TTS = { ...installed("f5-tts", "1.1.7"), requires: ["numpy<=1.26.4", "gone>=1", "torch"] };
const facts = (...more: ReturnType<typeof installed>[]) =>
  baseFacts({ distributions: [TTS, installed("numpy", "1.26.4"), ...more] });
const baseRequires = baseRequirements(facts());
const base = { "f5-tts": "1.1.7", numpy: "1.26.4" };

test("a phase that moves what the base's package requires is an error with who requires it", () => {
  const found = checkBaseRequirements(environment({ base, baseRequires, brought: { numpy: "2.3.5" } }));

  expect(found).toMatchObject([
    {
      id: "base-requirement",
      severity: "error",
      message:
        "Phase new moves the base's numpy 1.26.4 to 2.3.5, and the base's f5-tts 1.1.7 requires `numpy<=1.26.4`.",
      steer: { bounds: ["numpy<=1.26.4"] },
    },
  ]);
});

test.each([
  ["nothing is moved", {}],
  ["it is moved within what is required", { numpy: "1.26.3" }],
  ["the one that requires it is replaced, too", { numpy: "2.3.5", "f5-tts": "1.1.22" }],
])("nothing is said where %s", (_, brought) => {
  expect(checkBaseRequirements(environment({ base, baseRequires, brought }))).toEqual([]);
});

test("a base that is broken already, an absent package and a marker of another Python forbid nothing", () => {
  const broken = { ...installed("old", "1"), requires: ["numpy<1.20", 'numpy<1.27 ; python_version < "3"'] };

  expect(baseRequirements(facts(broken))).toMatchObject([
    { by: { name: "f5-tts" }, requirement: { text: "numpy<=1.26.4" } },
  ]);
});
