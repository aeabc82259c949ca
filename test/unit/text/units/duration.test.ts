import { expect, test } from "vitest";
import { durationFault, parseDuration } from "../../../../src/text/units/duration.ts";

test.each([
  ["5s", 5000],
  ["500ms", 500],
  ["1.5m", 90_000],
  ["2h", 7_200_000],
  ["0s", 0],
  [" 10 s ", 10_000],
])("%s", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
  expect(durationFault(text)).toBeUndefined();
});

test.each([
  ["5", "`5` has no unit; write `5s` for seconds"],
  ["5 seconds", "`seconds` isn't a unit of time; write ms, s, m or h, such as `5s`"],
  ["soon", "`soon` isn't a duration; write a number and a unit, such as `1s`"],
  ["-5s", "`-5s` isn't a duration; write a number and a unit, such as `1s`"],
  ["", "`` isn't a duration; write a number and a unit, such as `1s`"],
])("a fault in %s", (text, fault) => {
  expect(parseDuration(text)).toBeUndefined();
  expect(durationFault(text)).toBe(fault);
});
