import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { Plan } from "../../../src/plan/plan.ts";
import { manifestOf } from "../../support/manifests.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

const RESOLUTION = resolved([wheelOf("a")], [needing("one", "a")]);

test("where the disk isn't known, nothing is split or left out for it", () => {
  const manifest = manifestOf({ one: ["a"] }, "disk: { reserve: 1000B }\n");
  const optional = { ...manifest, phases: manifest.phases.map((phase) => ({ ...phase, optional: true })) };

  const { verdict, phases, totals } = makePlan(optional, RESOLUTION, { ...FACTS, freeBytes: undefined });

  expect(verdict).toMatchObject({ fits: null, freeBytes: null, neededBytes: totals.peak, strategy: "whole" });
  expect(phases.map((phase) => phase.leftOut)).toEqual([false]);
});

describe("a base that isn't here", () => {
  const base = { reference: "base.example/cuda@sha256:1", imageId: undefined };
  const manifest = manifestOf({ one: ["a"] }, "system_packages: [ffmpeg, sox]\n");

  test("is declared in the plan, which says what it can't know", () => {
    const plan = makePlan(manifest, RESOLUTION, { ...FACTS, base });

    expect(plan.base).toEqual({
      ...{ facts: "declared", reference: base.reference, python: "3.11.2" },
      ...{ imageId: null, bytes: null, interpreter: null, purelib: null },
      unverified: [
        expect.stringMatching(/^Unverified: base\.example\/cuda@sha256:1 isn't in the engine/),
        expect.stringMatching(/^Not known without the image: its size.* glibc 2\.28/),
        expect.stringMatching(/^What the system packages \(ffmpeg, sox\) come to is not known/),
      ],
    });
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    expect(plan.warnings).toEqual([]);
  });
});
