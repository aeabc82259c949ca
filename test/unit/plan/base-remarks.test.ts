import { expect, test } from "vitest";
import { baseRemarks } from "../../../src/plan/base-remarks.ts";
import { baseFacts, installed } from "../../support/base-python.ts";

const remarks = (...distributions: ReturnType<typeof installed>[]) =>
  baseRemarks(baseFacts({ distributions }));

test("a base in order has nothing to be said of", () => {
  expect(remarks(installed("six", "1.16.0"), installed("numpy", "2.0"))).toEqual([]);
});

test("two metadata in one folder are named with what that means", () => {
  expect(remarks(installed("numpy", "1.26.0"), installed("numpy", "2.0"))).toEqual([
    "The base has numpy several times in /usr/local/lib/python3.11/dist-packages (numpy-1.26.0.dist-info, numpy-2.0.dist-info): an install was interrupted or written over another, and whose files are there isn't known. A phase that needs numpy installs it again.",
  ]);
});

test("one name in two folders is no fault, but says which one is imported", () => {
  const system = { ...installed("pip", "23.0"), location: "/usr/lib/python3/dist-packages" };

  expect(remarks(installed("pip", "26.0"), system)).toEqual([
    "The base holds some packages in several folders, of which Python imports the first: pip 26.0 before 23.0.",
  ]);
});

test("metadata that can't be read is named with its place", () => {
  expect(remarks({ ...installed("broken", null), entry: "broken-1.0.dist-info" })[0]).toMatch(
    /^The base's metadata of broken can't be read \(\/usr\/local\/lib\/python3\.11\/dist-packages\/broken-1\.0\.dist-info\)/,
  );
});
