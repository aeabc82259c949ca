import { expect, test } from "vitest";
import { sharedEnvironment } from "../../../../src/plan/guards/guarded-environment.ts";
import { runGuards } from "../../../../src/plan/guards/run-guards.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../../support/resolutions.ts";

const MANIFEST = manifestOf({ speech: ["torchcodec", "transfomers"] });
const RESOLUTION = resolved(
  [wheelOf("torchcodec", 1000, { version: "0.17.0" }), wheelOf("transfomers")],
  [needing("speech", "torchcodec", "transfomers")],
  baseFacts({ cuda: "12.8", distributions: [installed("Torch", "2.8.0+cu128"), installed("broken", null)] }),
);

test("the environment holds what the base holds and what the phases bring, with who brings it", () => {
  const environment = sharedEnvironment(MANIFEST, RESOLUTION);

  expect([...environment.installed.values()].map((one) => [one.name, one.version, one.phase])).toEqual([
    ["torch", "2.8.0+cu128", undefined],
    ["torchcodec", "0.17.0", "speech"],
    ["transfomers", "1.0", "speech"],
  ]);
  expect(environment.baseCuda).toBe("12.8");
});

test("errors come before warnings", () => {
  expect(
    runGuards([sharedEnvironment(MANIFEST, RESOLUTION)]).map((one) => `${one.severity} ${one.id}`),
  ).toEqual(["error untied-pair", "warning look-alike"]);
});
