import { expect, test } from "vitest";
import { evidenceText } from "../../../src/retry/final-error.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test("begins at the line that shows the failure, with the causes that follow", () => {
  const output = "Resolved 3 packages\nerror: Failed to fetch\n  cause: 503\n\n";
  expect(evidenceText("error: Failed to fetch", output)).toBe("error: Failed to fetch\n  cause: 503");
});

test("of a long build its beginning and its end are shown", () => {
  const shown = evidenceText("line 3", numbered(100).join("\n")).split("\n");
  expect(shown).toEqual(["line 3", "line 4", "line 5", "line 6", "…", ...numbered(100).slice(-6)]);
});

test("a line that isn't in the output stands alone", () => {
  expect(evidenceText("The kernel killed 1 process.", "a\nb")).toBe("The kernel killed 1 process.");
});

test("endless lines are cut", () => {
  expect(evidenceText("x", "x".repeat(10_000)).length).toBe(500);
});
