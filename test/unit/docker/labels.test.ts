import { describe, expect, test } from "vitest";
import { committedLabels, hasLabels, labelFilters } from "../../../src/docker/labels.ts";

describe("hasLabels", () => {
  test.each([
    [{ a: "1" }, { a: "1" }, true],
    [{ a: "1" }, { a: "2" }, false],
    [{ a: "1" }, { a: "" }, true],
    [{ a: "" }, { a: "" }, false],
    [{}, { a: "" }, false],
    [null, { a: "" }, false],
    [{ a: "1" }, { a: "1", b: "" }, false],
    [{ a: "1" }, {}, true],
  ])("%j has %j: %j", (actual, wanted, expected) => {
    expect(hasLabels(actual, wanted)).toBe(expected);
  });
});

test("filters ask as much as an engine can answer", () => {
  expect(labelFilters({ a: "1", b: "" })).toEqual(["a=1", "b"]);
});

test("a commit empties the container's labels unless the image sets them", () => {
  expect(committedLabels({ run: "7", kind: "x" }, { kind: "y", note: "z" })).toEqual({
    run: "",
    kind: "y",
    note: "z",
  });
});
