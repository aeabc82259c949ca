import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { Plan } from "../../../src/plan/plan.ts";
import { manifestOf } from "../../support/manifests.ts";
import { PLAN_FACTS as FACTS, needing, resolved, wheelOf } from "../../support/resolutions.ts";

describe("any resolution", () => {
  const NAMES = ["a", "b", "c", "d", "e"];
  const resolutions = fc
    .record({
      sizes: fc.array(fc.nat(1e9), { minLength: 5, maxLength: 5 }),
      one: fc.subarray(NAMES),
      two: fc.subarray(NAMES),
      freeBytes: fc.nat(1e10),
    })
    .map(({ sizes, one, two, freeBytes }) => ({
      freeBytes,
      resolution: resolved(
        NAMES.map((name, index) => wheelOf(name, sizes[index])),
        [needing("one", ...one), needing("two", ...two)],
      ),
    }));
  const manifest = manifestOf({ one: ["a"], two: ["b"] });

  test("gives a plan that is the same after a round trip through its file", () => {
    fc.assert(
      fc.property(resolutions, ({ resolution, freeBytes }) => {
        const plan = makePlan(manifest, resolution, { ...FACTS, freeBytes });

        expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
      }),
    );
  });

  test("installs every distribution that a phase needs exactly once", () => {
    fc.assert(
      fc.property(resolutions, ({ resolution }) => {
        const { phases } = makePlan(manifest, resolution, FACTS);

        const installed = phases.flatMap((phase) => phase.distributions.map((one) => one.name));
        const needed = new Set(resolution.phases.flatMap((phase) => phase.needs));
        expect(installed.toSorted()).toEqual([...needed].toSorted());
      }),
    );
  });

  test("never predicts less when a wheel grows", () => {
    fc.assert(
      fc.property(resolutions, fc.nat(4), fc.integer({ min: 1, max: 1e9 }), ({ resolution }, at, growth) => {
        const grown = resolution.distributions.map((one, index) =>
          index === at ? wheelOf(one.name, (one.contents?.files[0]?.bytes ?? 0) + growth) : one,
        );

        const before = makePlan(manifest, resolution, FACTS).totals;
        const after = makePlan(manifest, { ...resolution, distributions: grown }, FACTS).totals;

        expect(after.installed).toBeGreaterThanOrEqual(before.installed);
        expect(after.download).toBeGreaterThanOrEqual(before.download);
      }),
    );
  });

  test("never needs less at its peak when a wheel grows, as long as no phase becomes heavy or is split", () => {
    const small = fc.array(fc.nat(1e8), { minLength: 5, maxLength: 5 });

    fc.assert(
      fc.property(small, fc.nat(4), fc.integer({ min: 1, max: 1e8 }), (sizes, at, growth) => {
        const peakOf = (bytes: readonly number[]) =>
          makePlan(
            manifest,
            resolved(
              NAMES.map((name, index) => wheelOf(name, bytes[index])),
              [needing("one", "a", "b", "c"), needing("two", "c", "d", "e")],
            ),
            FACTS,
          ).totals.peak;

        expect(peakOf(sizes.with(at, (sizes[at] ?? 0) + growth))).toBeGreaterThanOrEqual(peakOf(sizes));
      }),
    );
  });
});
