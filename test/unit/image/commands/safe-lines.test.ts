import { expect, test } from "vitest";
import { createSafeLines } from "../../../../src/image/commands/safe-lines.ts";

function passed(chunks: readonly string[]): readonly string[] {
  const all: string[] = [];
  const lines = createSafeLines(
    (text) => text.replaceAll("hunter2", "***"),
    (bytes) => void all.push(Buffer.from(bytes).toString()),
  );
  for (const chunk of chunks) lines.write(Buffer.from(chunk));
  lines.end();
  return all;
}

test("a secret that comes in two pieces is removed", () => {
  expect(passed(["one hun", "ter2 two\nthr", "ee"])).toEqual(["one *** two\n", "three"]);
});

test("a progress bar is passed on while it runs", () => {
  expect(passed(["10 %\r20 %\r", "30"])).toEqual(["10 %\r20 %\r", "30"]);
});

test("a secret across two parts of a line without an end is removed", () => {
  const long = "x".repeat(65_530);
  expect(passed([`${long}hun`, `ter2${long}`]).join("")).toBe(`${long}***${long}`);
});
