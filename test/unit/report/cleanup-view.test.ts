import { expect, test } from "vitest";
import type { CleanupResult, CleanupRow } from "../../../src/image/cleanup/cleanup-result.ts";
import { cleanupHeadline, cleanupTable } from "../../../src/report/cleanup-view.ts";
import { markdownTable, terminalTable } from "../../../src/report/table.ts";

function row(strategy: string, changes: Partial<CleanupRow>): CleanupRow {
  return {
    ...{ strategy, risk: "low", expectedBytes: 0, measuredBytes: 0, baseBytes: 0, hiddenBytes: 0 },
    ...{ files: 0, seconds: 0.1, stoppedAt: null },
    ...changes,
  };
}

const RESULT: CleanupResult = {
  ...{
    level: "critical",
    scope: "layer",
    targetBytes: 9_000_000,
    seconds: 0.34,
    freeBefore: 2e9,
    freeAfter: 2.01e9,
  },
  kept: { needed: 209_000, inUse: 0 },
  rows: [
    row("pip cache", {
      expectedBytes: 1e7,
      measuredBytes: 9.9e6,
      baseBytes: 3e6,
      hiddenBytes: 1e6,
      files: 12,
    }),
    row("conda packages", { risk: "medium", expectedBytes: 5e6, stoppedAt: "target" }),
    row("apt lists", { risk: "medium", expectedBytes: 1e6, stoppedAt: "time" }),
  ],
};

test("a cleanup is a table by risk, with what was expected and what was freed", () => {
  expect(cleanupHeadline(RESULT)).toBe(
    "Emergency cleanup of the build container: 9.90 MB freed; 209 kB kept because the image needs them; the disk has 2.01 GB free, 2.00 GB before",
  );
  expect(terminalTable(cleanupTable(RESULT)).split("\n")).toEqual([
    "strategy        risk    expected    freed  of the base hidden  left in the base  files    time  stopped at",
    "pip cache       low      10.0 MB  9.90 MB             1.00 MB           2.00 MB     12  0.10 s",
    "conda packages  medium   5.00 MB      0 B                 0 B               0 B      0  0.10 s  9.00 MB were enough",
    "apt lists       medium   1.00 MB      0 B                 0 B               0 B      0  0.10 s  the time was up",
    "together                 16.0 MB  9.90 MB             1.00 MB           2.00 MB     12  0.34 s",
  ]);
});

test("what nobody could expect is said so", () => {
  const engine: CleanupResult = {
    ...{ ...RESULT, scope: "engine", level: "normal", freeBefore: null },
    kept: { needed: 0, inUse: 4000 },
    rows: [row("containers and volumes of dead runs", { expectedBytes: null, measuredBytes: 5e6 })],
  };
  const table = markdownTable(cleanupTable(engine)).split("\n");
  expect(cleanupHeadline(engine)).toBe(
    "Cleanup of the engine: 5.00 MB freed; 4.00 kB kept because a program uses them",
  );
  expect(table.join("\n")).toContain("| containers and volumes of dead runs | low | not known | 5.00 MB |");
  expect(table.at(-1)).toMatch(/^\| together \| {2}\| not known \| 5\.00 MB \|/);
});
