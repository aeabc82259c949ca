import { describe, expect, test } from "vitest";
import { ConflictError } from "../../../src/errors.ts";
import { groundPlan, requireBuildable } from "../../../src/plan/ground-plan.ts";
import type { Plan, PlannedPhase } from "../../../src/plan/plan.ts";
import type { PlannedBase } from "../../../src/plan/planned-base.ts";
import { baseFacts, held, PYTHON } from "../../support/base-python.ts";
import { plannedPhase, plannedWheel, planOf } from "../../support/plans.ts";

const BASE: PlannedBase = {
  facts: "declared",
  ...{ reference: "base.example/python:1", python: "3.11" },
  ...{ imageId: null, bytes: null, interpreter: null, purelib: null },
};

function declared(phases: readonly PlannedPhase[], changes: Partial<Plan> = {}): Plan {
  return { ...planOf(phases), base: BASE, ...changes };
}

const GROUND = {
  manifest: { keep: ["torch"] },
  image: { id: "sha256:1", bytes: 190 },
  facts: baseFacts({ distributions: [held("torch", "2.8.0+cu128"), held("numpy", "2.0.0")] }),
};

function wheelNamed(name: string, file: string, version = "1.0") {
  const planned = plannedWheel(name);
  return { ...planned, version, file: { ...planned.file, name: file } };
}

describe("a plan from declared facts, once the image is there", () => {
  test("is the same plan on the image and with what was probed", () => {
    const plan = declared([plannedPhase("one")]);

    expect(groundPlan(plan, GROUND)).toEqual({
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

    expect(groundPlan(declared([]), { ...GROUND, facts }).cuda).toBe(true);
    expect(groundPlan(declared([]), GROUND).cuda).toBe(false);
  });

  test("may replace what isn't kept, and what is kept in an environment of its own", () => {
    const numpy = plannedPhase("one", { distributions: [plannedWheel("numpy")] });
    const environment = {
      ...{ path: "/opt/e", interpreter: "/opt/e/bin/python", purelib: "/opt/e/lib", variable: "E", bytes: 1 },
    };
    const apart = plannedPhase("two", { environment, distributions: [plannedWheel("torch")] });

    expect(groundPlan(declared([numpy, apart]), GROUND).base.facts).toBe("probed");
  });

  const system = { asked: ["ffmpeg"], packages: [], provided: [], shared: [] };
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
    [
      "has system packages that nobody could resolve",
      plannedPhase("one", { system }),
      "the plan doesn't know what these system packages come to: ffmpeg",
    ],
  ])("is refused where it %s", (_, phase, evidence) => {
    expect(() => groundPlan(declared([phase]), GROUND)).toThrow(
      expect.objectContaining({
        constructor: ConflictError,
        message: expect.stringContaining("made without the base image"),
        evidence: expect.stringContaining(evidence),
        remedy: expect.stringContaining("Plan again"),
      }),
    );
  });

  test("isn't refused for what is left out", () => {
    const phase = plannedPhase("one", { system, leftOut: true, distributions: [plannedWheel("torch")] });

    expect(groundPlan(declared([phase]), GROUND).base.imageId).toBe("sha256:1");
  });
});

test("a plan of a probed base stays as it is", () => {
  const plan = planOf([plannedPhase("one", { distributions: [plannedWheel("torch")] })]);

  expect(groundPlan(plan, GROUND)).toBe(plan);
});

test("only a plan with an image can be built", () => {
  expect(requireBuildable(planOf([])).base.facts).toBe("probed");
  expect(() => requireBuildable(declared([]))).toThrow("knows no image");
});
