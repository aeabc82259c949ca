import { describe, expect, test } from "vitest";
import type { Plan, PlannedPhase } from "../../../src/plan/plan.ts";
import type { PlannedBase } from "../../../src/plan/planned-base.ts";
import { requireBuildable, withProbedBase } from "../../../src/plan/with-probed-base.ts";
import { NO_SYSTEM_PACKAGES } from "../../../src/resolve/system/system-resolution.ts";
import { totalSizes } from "../../../src/sizes/phase-sizes.ts";
import { ConflictError } from "../../../src/text/errors.ts";
import { baseFacts, installed, PYTHON } from "../../support/base-python.ts";
import { buildLock } from "../../support/build-locks.ts";
import { plannedPhase, plannedWheel, planOf } from "../../support/plans.ts";

const BASE: PlannedBase = {
  facts: "declared",
  ...{ reference: "base.example/python:1", python: "3.11" },
  ...{ imageId: null, bytes: null, interpreter: null, purelib: null },
  unverified: ["its size is unknown"],
};

function declared(phases: readonly PlannedPhase[]): Plan {
  const plan = planOf(phases);
  const totals = totalSizes(phases, { keepsCompressed: false });
  return { ...plan, base: BASE, totals, verdict: { ...plan.verdict, neededBytes: totals.peak } };
}

const GROUND = {
  manifest: { keep: ["torch"] },
  image: { id: "sha256:1", bytes: 190 },
  ...{ system: NO_SYSTEM_PACKAGES, disk: { keepsCompressed: false } },
  facts: baseFacts({ distributions: [installed("torch", "2.8.0+cu128"), installed("numpy", "2.0.0")] }),
};

function wheelNamed(name: string, file: string, version = "1.0") {
  const planned = plannedWheel(name);
  return { ...planned, version, file: { ...planned.file, name: file } };
}

describe("a plan from declared facts, once the image is there", () => {
  test("is the same plan on the image and with what was probed", () => {
    const plan = declared([plannedPhase("one")]);

    expect(withProbedBase(plan, GROUND)).toEqual({
      ...plan,
      base: {
        ...{ facts: "probed", reference: BASE.reference, imageId: "sha256:1", bytes: 190 },
        ...{ python: PYTHON.version, interpreter: PYTHON.executable, purelib: PYTHON.purelib },
      },
      kept: ["torch==2.8.0+cu128"],
    });
  });

  test("is for a GPU where the image has CUDA", () => {
    const facts = { ...GROUND.facts, cuda: "12.8.1" };

    expect(withProbedBase(declared([]), { ...GROUND, facts }).cuda).toBe(true);
    expect(withProbedBase(declared([]), GROUND).cuda).toBe(false);
  });

  test("may replace what isn't kept, and what is kept in an environment of its own", () => {
    const numpy = plannedPhase("one", { distributions: [plannedWheel("numpy")] });
    const environment = {
      ...{ path: "/opt/e", interpreter: "/opt/e/bin/python", purelib: "/opt/e/lib", variable: "E", bytes: 1 },
    };
    const apart = plannedPhase("two", { environment, distributions: [plannedWheel("torch")] });

    expect(withProbedBase(declared([numpy, apart]), GROUND).base.facts).toBe("probed");
  });

  test("names the system packages that its apt names, each in the first phase that needs it", () => {
    const asking = (...asked: readonly string[]) => ({ asked, packages: [], provided: [], shared: [] });
    const file = (name: string) => ({
      ...{ name, version: "1", architecture: "amd64", bytes: 1e6, sha256: null },
      ...{ installedBytes: 3e6, replaces: null },
    });
    const group = (phase: string, asked: string, ...needs: readonly string[]) => ({
      ...{ phase, asked: [asked], needs, provided: [] },
    });
    const plan = declared([
      plannedPhase("one", { system: asking("ffmpeg") }),
      plannedPhase("two", { system: asking("sox") }),
      plannedPhase("three", { system: asking("sox"), leftOut: true }),
    ]);
    const system = {
      files: ["ffmpeg", "libav", "sox"].map(file),
      groups: [group("one", "ffmpeg", "ffmpeg", "libav"), group("two", "sox", "libav", "sox")],
    };

    const { phases, totals, verdict } = withProbedBase(plan, { ...GROUND, system });

    const names = phases.map((phase) => phase.system.packages.map((one) => one.name));
    expect(names).toEqual([["ffmpeg", "libav"], ["sox"], []]);
    expect(phases[1]?.system.shared).toEqual(["libav"]);
    expect(phases[0]?.sizes.download).toBe((plan.phases[0]?.sizes.download ?? 0) + 2e6);
    expect(totals.download).toBe(plan.phases.reduce((sum, one) => sum + one.sizes.download, 3e6));
    expect(totals.peak).toBeGreaterThan(phases[0]?.sizes.peak ?? 0);
    expect(verdict.neededBytes).toBe(totals.peak);
  });

  test.each([
    [
      "would move a kept package that nobody declared",
      plannedPhase("one", { distributions: [plannedWheel("torch")] }),
      "the plan would move torch==2.8.0+cu128, which `keep` protects, to 1.0",
    ],
    [
      "has a wheel for another Python",
      plannedPhase("one", {
        distributions: [wheelNamed("one", "one-1.0-cp312-cp312-manylinux_2_17_x86_64.whl")],
      }),
      "the base's Python doesn't take the wheel one-1.0-cp312-cp312-manylinux_2_17_x86_64.whl",
    ],
    [
      "has a wheel for a newer C library",
      plannedPhase("one", {
        distributions: [wheelNamed("one", "one-1.0-cp311-cp311-manylinux_2_40_x86_64.whl")],
      }),
      "doesn't take the wheel",
    ],
  ])("is refused where it %s", (_, phase, evidence) => {
    expect(() => withProbedBase(declared([phase]), GROUND)).toThrow(
      expect.objectContaining({
        constructor: ConflictError,
        message: expect.stringContaining("made without the base image"),
        evidence: expect.stringContaining(evidence),
        remedy: expect.stringContaining("Plan again"),
      }),
    );
  });

  test("isn't refused for what is left out", () => {
    const phase = plannedPhase("one", { leftOut: true, distributions: [plannedWheel("torch")] });

    expect(withProbedBase(declared([phase]), GROUND).base.imageId).toBe("sha256:1");
  });
});

test("a plan of a probed base stays as it is", () => {
  const plan = planOf([plannedPhase("one", { distributions: [plannedWheel("torch")] })]);

  expect(withProbedBase(plan, GROUND)).toBe(plan);
});

test("only a plan with an image can be built", () => {
  expect(requireBuildable(planOf([])).base.facts).toBe("probed");
  expect(() => requireBuildable(declared([]))).toThrow("knows no image");
});

test("a source that nobody knows how to build isn't built, unless its phase is left out", () => {
  const source = { ...plannedWheel("source"), kind: "sdist" as const };
  const plan = (more: object, changes: object = {}) =>
    planOf([plannedPhase("one", { distributions: [{ ...source, ...more }], ...changes })]);

  expect(() => requireBuildable(plan({}))).toThrow(
    "The plan doesn't say what these sources are built with: source 1.0.",
  );
  expect(requireBuildable(plan({ build: buildLock() })).phases).toHaveLength(1);
  expect(requireBuildable(plan({}, { leftOut: true })).phases).toHaveLength(1);
});
