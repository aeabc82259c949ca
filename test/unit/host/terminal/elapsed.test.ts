import { describe, expect, it } from "vitest";
import { describeElapsed } from "../../../../src/host/terminal/elapsed.ts";

describe("describeElapsed", () => {
  it.each([
    [40, "0.0 s"],
    [9949, "9.9 s"],
    [9960, "10 s"],
    [59_700, "1 min 00 s"],
    [185_000, "3 min 05 s"],
  ])("says %d ms as %s", (milliseconds, text) => {
    expect(describeElapsed(milliseconds)).toBe(text);
  });
});
