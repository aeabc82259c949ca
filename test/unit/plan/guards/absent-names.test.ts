import { expect, test } from "vitest";
import { parseManifest } from "../../../../src/manifest/parse-manifest.ts";
import { absentNames } from "../../../../src/plan/guards/absent-names.ts";
import { baseFacts, installed } from "../../../support/base-python.ts";
import { needing, resolved, wheelOf } from "../../../support/resolutions.ts";

function absent(keys: string, phase: string): readonly string[] {
  const text = `version: 1\nname: demo\nbase: { image: base.example/python:1 }\n${keys}phases:\n  - { name: text, packages: [num2words]${phase} }\n`;
  const { manifest } = parseManifest(text, "install.yml");
  const base = baseFacts({ distributions: [installed("torch", "2.8.0")] });
  const distributions = [wheelOf("num2words"), wheelOf("docopt")];
  const found = absentNames(
    manifest,
    resolved(distributions, [needing("text", "num2words", "docopt")], base),
  );
  return found.map((one) => one.message);
}

test("a binary for what nobody brings is said, with the name that was meant", () => {
  expect(absent("", ", binary_for: [torhc]")).toEqual([
    "Phase text has binaries for torhc, which neither the base nor a phase brings. Did you mean `torch`?",
  ]);
  expect(absent("", ", binary_for: [torch, docopt]")).toEqual([]);
});

test("what the base doesn't hold can't be kept; the default list may name more than it holds", () => {
  expect(absent("keep: [torch, numpy]\n", "")).toEqual([
    "`keep` names numpy, which the base doesn't hold: nothing is kept.",
  ]);
  expect(absent("", "")).toEqual([]);
});
