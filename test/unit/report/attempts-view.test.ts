import { expect, test } from "vitest";
import { Recovery } from "../../../src/failures/failure-class.ts";
import { attemptRows } from "../../../src/report/attempts-view.ts";
import { failedAttempt } from "../../support/failures.ts";

const thenOf = (recovery: Recovery | null) => attemptRows([failedAttempt("N6", { recovery })])[0]?.[4];

test.each(Recovery.options.filter((one) => one !== "none"))(
  "a try after %s says what it did differently",
  (recovery) => {
    expect(thenOf(recovery)).toMatch(/^again, \S+ \S+/);
  },
);

test("no two recoveries are told in the same words", () => {
  const told = Recovery.options.map(thenOf);

  expect(new Set(told).size).toBe(told.length);
});

test.each([
  ["none", "again"],
  [null, "given up"],
  ["fewer-jobs", "again, with one compile job"],
  ["prebuilt-wheel", "again, without compiling"],
  ["reconnect", "again, as soon as the engine is back"],
] as const)("after %s: %s", (recovery, words) => {
  expect(thenOf(recovery)).toBe(words);
});
