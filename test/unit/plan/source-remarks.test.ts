import { expect, test } from "vitest";
import { sourceRemark } from "../../../src/plan/source-remarks.ts";
import { plannedWheel } from "../../support/plans.ts";

const SOURCE = { ...plannedWheel("numpy"), version: "1.22.4", kind: "sdist" as const };
const remark = (wheels: Parameters<typeof sourceRemark>[1]) => sourceRemark(SOURCE, wheels, "3.11.2");

test("a source says what its version has wheels for, and which version has one that fits", () => {
  expect(remark({ pythons: ["3.8", "3.9", "3.10"], any: true, first: "1.23.2" })).toBe(
    "numpy 1.22.4 has wheels for Python 3.8, 3.9 and 3.10, and none for this base's Python 3.11: it is built from source, and its size is an estimate. The first version with a wheel that fits is 1.23.2.",
  );
  expect(remark({ pythons: [], any: true, first: null })).toMatch(/has wheels for other systems, and none/);
});

test("what no version has wheels of exists only as source", () => {
  const only = "numpy 1.22.4 exists only as source: its size is an estimate.";

  expect(remark({ pythons: [], any: false, first: null })).toBe(only);
  expect(remark({ pythons: [], any: false, first: "2.0" })).toBe(
    `${only} The first version with a wheel that fits is 2.0.`,
  );
  // A lock of the manifest's own: the index isn't asked.
  expect(remark(undefined)).toMatch(/none of the files that are known of it is a wheel that fits/);
});
