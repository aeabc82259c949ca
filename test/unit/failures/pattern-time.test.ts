import { expect, test } from "vitest";
import { FAILURE_RULES } from "../../../src/failures/failure-table.ts";

/** The longest line that a pattern is matched against. */
const LINE_BYTES = 8 * 1024;
/** A pattern in linear time takes less than a millisecond for such a line. */
const MOST_MS = 25;

const FILLERS = ["a", " ", "'", '"', "/", "0", "_-", "a ", ". ", "x'", "`a`", "1.", ": ", "\t", "é"];

/** Lines that begin as a match does and go on for ever: words of the pattern, repeated, and followed by what it may skip. */
function hostileLines(pattern: RegExp): readonly string[] {
  const words = pattern.source
    .replaceAll(/\\[dwsbDWSB]|\[[^\]]*\]|\(\?[:=!<]*|[(){}|^$?*+]/g, "\n")
    .replaceAll("\\", "")
    .split("\n")
    .filter((word) => word.trim().length > 1);
  const starts = ["", ...new Set(words)];
  return starts.flatMap((start) => [
    start.repeat(Math.ceil(LINE_BYTES / Math.max(1, start.length))).slice(0, LINE_BYTES),
    ...FILLERS.map((filler) => (start + filler.repeat(LINE_BYTES)).slice(0, LINE_BYTES)),
  ]);
}

function millisecondsOf(pattern: RegExp, line: string): number {
  const start = performance.now();
  pattern.test(line);
  return performance.now() - start;
}

/** The best of three: another process may have had the processor. */
function slowest(pattern: RegExp): number {
  const times = hostileLines(pattern).map((line) => {
    const first = millisecondsOf(pattern, line);
    return first < MOST_MS ? first : Math.min(millisecondsOf(pattern, line), millisecondsOf(pattern, line));
  });
  return Math.max(0, ...times);
}

test.each(
  FAILURE_RULES.filter((rule) => rule.signatures.length > 0).map((rule) => [rule.class.id, rule] as const),
)("the patterns of %s take no longer for a hostile line than for any other", (_, { signatures }) => {
  for (const { pattern, unless } of signatures) {
    for (const one of [pattern, ...(unless instanceof RegExp ? [unless] : [])]) {
      expect(slowest(one), one.source).toBeLessThan(MOST_MS);
    }
  }
});
