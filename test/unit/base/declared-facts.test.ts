import { expect, test } from "vitest";
import { declaredFacts } from "../../../src/base/declared-facts.ts";
import { keptPins } from "../../../src/base/installed-distributions.ts";
import { BaseFacts } from "../../../src/python/base-facts.ts";
import { targetTags } from "../../../src/python/target-tags.ts";

const FACTS = declaredFacts({ python: "3.12", cuda: "12.8", packages: { Torch_Audio: "2.8.0+cu128" } });

test("declared facts are facts as a probe has them", () => {
  expect(BaseFacts.parse(FACTS)).toEqual(FACTS);
  expect(FACTS).toMatchObject({ cuda: "12.8", python: { version: "3.12", machine: "x86_64" } });
  expect(declaredFacts({ python: "3.12", packages: {} })).toMatchObject({ cuda: null, distributions: [] });
});

test("a declared package is kept under its normalised name, in its version", () => {
  expect(keptPins(["torch-audio", "torch"], FACTS)).toEqual(["torch-audio==2.8.0+cu128"]);
});

test("wheels are those for the declared Python and an old C library", () => {
  const tags = targetTags(FACTS.python);

  expect(tags).toContain("cp312-cp312-manylinux_2_28_x86_64");
  expect(tags).toContain("cp312-abi3-manylinux2014_x86_64");
  expect(tags.filter((tag) => /manylinux_2_(29|3\d)|cp313|musllinux/.test(tag))).toEqual([]);
});
