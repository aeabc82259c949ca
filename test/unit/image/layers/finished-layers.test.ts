import { describe, expect, test } from "vitest";
import { finishedLayers } from "../../../../src/image/layers/finished-layers.ts";
import type { BuildablePlan } from "../../../../src/plan/plan.ts";
import type { BuildLock } from "../../../../src/python/sources/build-lock.ts";
import { buildLock, buildWheel } from "../../../support/build-locks.ts";
import { engineWith, MANIFEST, split } from "../../../support/finished-engine.ts";
import { planOf } from "../../../support/plans.ts";
import { testPorts } from "../../../support/test-ports.ts";

const portsWith = async (plan: BuildablePlan, layers: number) =>
  testPorts({ engine: await engineWith(plan, layers) });
const finishedOf = async (plan: BuildablePlan, layers: number) =>
  Object.fromEntries(
    await finishedLayers({ plan, manifest: MANIFEST, trustDomain: undefined }, await portsWith(plan, layers)),
  );

describe("layers that an earlier build has left", () => {
  const plan = planOf([split("one"), split("out", { leftOut: true, layers: [] }), split("two")]);

  test.each([
    [0, { one: 0 }],
    [1, { one: 1 }],
    [2, { one: 2, two: 0 }],
    [3, { one: 2, two: 1 }],
    [4, { one: 2, two: 2 }],
  ])("%i of them are counted up to the first that is missing", async (layers, found) => {
    expect(await finishedOf(plan, layers)).toEqual(found);
  });

  test("of another file of the same name are others", async () => {
    const [a, b] = split("one").distributions;
    if (!a || !b) throw new Error("the phase has two distributions");
    const changed = split("one", {
      distributions: [a, { ...b, file: { ...b.file, sha256: "f".repeat(64) } }],
    });
    const ports = await portsWith(plan, 4);

    const found = await finishedLayers(
      { plan: planOf([changed, split("two")]), manifest: MANIFEST, trustDomain: undefined },
      ports,
    );

    expect(Object.fromEntries(found)).toEqual({ one: 1 });
  });

  test("that hold a source are others where it is built with other files", async () => {
    const built = (build: BuildLock) =>
      planOf([
        split("one", {
          distributions: split("one").distributions.map((one) => ({ ...one, kind: "sdist" as const, build })),
        }),
      ]);
    const ports = await portsWith(built(buildLock(buildWheel("maker"))), 2);
    const found = async (plan: BuildablePlan) =>
      Object.fromEntries(await finishedLayers({ plan, manifest: MANIFEST, trustDomain: undefined }, ports));

    expect(await found(built(buildLock(buildWheel("maker"))))).toEqual({ one: 2 });
    expect(await found(built(buildLock(buildWheel("maker", "2.0", "c".repeat(64)))))).toEqual({ one: 0 });
  });
});
