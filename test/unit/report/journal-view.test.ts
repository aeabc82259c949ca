import { describe, expect, test } from "vitest";
import { BuildRecord, openJournal } from "../../../src/image/build-journal.ts";
import { renderResult } from "../../../src/report/result-view.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { failedAttempt } from "../../support/failures.ts";
import { FULL_REPORT } from "../../support/reports.ts";

const ROW = {
  ...{ strategy: "installers' caches", risk: "low" as const, expectedBytes: 2e6, measuredBytes: 2e6 },
  ...{ baseBytes: 0, hiddenBytes: 0, files: 3, seconds: 0.1, stoppedAt: null },
};
const JOURNAL: BuildRecord = {
  attempts: [
    failedAttempt("N6", { line: "cause: 503 <b>", waitSeconds: 12 }),
    failedAttempt("B1", { number: 2, recovery: null, waitSeconds: 0 }),
  ],
  prefetches: [{ phase: "large", files: 3, bytes: 4e8, seconds: 21 }],
  cleanups: [
    {
      phase: "speech",
      result: {
        ...{ level: "normal", scope: "layer", targetBytes: null, rows: [ROW], seconds: 0.2 },
        ...{ kept: { needed: 0, inUse: 0 }, freeBefore: 5e9, freeAfter: 5e9 },
      },
    },
  ],
  strips: [{ phase: "speech", rows: [{ kind: "tests", files: 9, bytes: 5e6, kept: [] }] }],
  allowed: [{ phase: "speech", paths: ["/etc/demo.conf"] }],
  disk: {
    ...{ intervalSeconds: 1, taken: 3, failed: 0, totalBytes: 1e10, firstFreeBytes: 9e9, lastFreeBytes: 8e9 },
    ...{ lowest: { seconds: 2, freeBytes: 4e9 }, highestUsed: 0.6, series: [[0, 9e9]] },
    events: [{ seconds: 1, kind: "other-writer", text: "Something else on this disk wrote 1 GB." }],
  },
};
const REPORT = { ...FULL_REPORT, journal: JOURNAL };

describe("what happened during a build", () => {
  test.each([
    ["on a terminal", renderResult(REPORT)],
    ["in the summary", renderSummary(REPORT)],
  ])("%s: tries, waits, cleanup, stripping, downloads ahead, the disk", (_, text) => {
    expect(text).toContain("2 failed tries, 1 followed by another; 12 s of waiting");
    expect(text).toMatch(/speech.+N6 N6.+again/);
    expect(text).toContain("given up");
    expect(text).toContain("2.00 MB freed");
    expect(text).toContain("tests 5.00 MB stripped");
    expect(text).toContain("400 MB downloaded in 21.0 s");
    expect(text).toContain("4.00 GB at the lowest");
    expect(text).toContain("Something else on this disk wrote 1 GB.");
  });

  test("in the summary no text of others becomes markup", () => {
    expect(renderSummary(REPORT)).not.toContain("<b>");
  });

  test("says nothing where nothing was out of the ordinary", () => {
    expect(renderResult({ ...FULL_REPORT, journal: openJournal() })).not.toMatch(/tries|freed|lowest/);
  });

  test("survives its file", () => {
    expect(BuildRecord.parse(JSON.parse(JSON.stringify(JOURNAL)))).toEqual(JOURNAL);
  });
});
