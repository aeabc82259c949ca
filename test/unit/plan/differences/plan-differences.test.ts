import { describe, expect, test } from "vitest";
import { planDifferences } from "../../../../src/plan/differences/plan-differences.ts";
import type { BuildablePlan, PlannedDistribution } from "../../../../src/plan/plan.ts";
import { buildLock, buildWheel } from "../../../support/build-locks.ts";
import { plannedPhase, plannedWheel, planOf } from "../../../support/plans.ts";

const VERDICT = { ...planOf([]).verdict, neededBytes: planOf([]).totals.peak };

/** A plan of one wheel. */
function planWith(wheel: Partial<PlannedDistribution> = {}, changes: Partial<BuildablePlan> = {}) {
  const distributions = [{ ...plannedWheel("alpha", 50_000_000), ...wheel }];
  return planOf([plannedPhase("one", { distributions })], { verdict: VERDICT, ...changes });
}

const DERIVED = planWith();
const { file } = plannedWheel("alpha");

describe("a written plan and the one that is derived for its versions", () => {
  test("are the same where nobody edited it", () => {
    expect(planDifferences(planWith(), DERIVED)).toEqual([]);
  });

  test.each([
    ["a login", `https://me:secret@files.example/${file.name}`, 0],
    ["a signature", `${file.url}?signed=1#sha256=0`, 0],
    ["another host", `https://other.example/${file.name}`, 1],
    ["a host that looks like a login", `https://files.example:x@other.example/${file.name}`, 1],
  ])("differ in an address by %s: %s", (_, url, differences) => {
    expect(planDifferences(planWith({ file: { ...file, url } }), DERIVED)).toHaveLength(differences);
  });

  test.each([
    ["another version", buildLock(buildWheel("maker", "2.0"))],
    ["another file", buildLock(buildWheel("maker", "1.0", "c".repeat(64)))],
    ["one more", buildLock(buildWheel("maker"), buildWheel("evil"))],
  ])("differ in what a source is built with by %s", (_, build) => {
    const sdist = { kind: "sdist" as const, build: buildLock(buildWheel("maker")) };

    expect(planDifferences(planWith({ ...sdist, build }), planWith(sdist))).not.toEqual([]);
    expect(planDifferences(planWith(sdist), planWith(sdist))).toEqual([]);
  });

  test("may differ by what an earlier build measured, but not by more than half", () => {
    const learned = (installedBytes: number) => planWith({ sizeSource: "learned", installedBytes });

    expect(planDifferences(learned(60_000_000), DERIVED)).toEqual([]);
    expect(planDifferences(DERIVED, learned(60_000_000))).toEqual([]);
    for (const bytes of [1, 500_000_000]) {
      expect(planDifferences(learned(bytes), DERIVED)).toEqual([
        expect.stringContaining("phase.one.distribution.alpha.installedBytes: the plan says"),
      ]);
    }
  });

  test("may not differ in how a wheel's size is known, else", () => {
    expect(planDifferences(planWith({ sizeSource: "ratio", installedBytes: 49_000_000 }), DERIVED)).toEqual([
      expect.stringContaining("installedBytes"),
    ]);
  });

  test("differ where an error that is known was taken out, and not where a warning was", () => {
    const finding = { id: "untied-pair", message: "It can't be imported.", remedy: "Pin it.", source: "run" };
    const found = (severity: "error" | "warning") => planWith({}, { findings: [{ ...finding, severity }] });

    expect(planDifferences(planWith(), found("warning"))).toEqual([]);
    expect(planDifferences(planWith(), found("error"))).toEqual([
      "findings: the plan leaves out: It can't be imported.",
    ]);
    expect(planDifferences(found("error"), found("error"))).toEqual([]);
  });

  test.each([
    [{ fits: false }, "verdict.fits"],
    [{ fits: null }, "verdict.fits"],
    [{ freeBytes: null }, "verdict.fits"],
    [{ neededBytes: 1 }, "verdict.neededBytes"],
    [{ neededBytes: VERDICT.neededBytes + 1, presentBytes: 5 }, "verdict.neededBytes"],
  ])("differ where the verdict doesn't follow from its own numbers: %j", (changes, named) => {
    const written = planWith({}, { verdict: { ...VERDICT, ...changes } });

    expect(planDifferences(written, DERIVED)).toEqual([expect.stringContaining(named)]);
  });

  test("and what finished layers hold may be counted as there", () => {
    const verdict = { ...VERDICT, neededBytes: 10, presentBytes: 5 };

    expect(planDifferences(planWith({}, { verdict }), DERIVED)).toEqual([]);
  });
});
