import { describe, expect, test } from "vitest";
import { phaseContent } from "../../../../src/image/layers/phase-content.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { plannedPhase, plannedWheel, planOf } from "../../../support/plans.ts";

function clash(
  winner: string,
  loser: string,
  [of, over]: readonly [string, string | null],
): Plan["clashes"][number] {
  return {
    winner: { name: winner, version: "1.0", phase: of },
    loser: { name: loser, version: "1.0", phase: over },
    ...{ files: 1, modules: 0, paths: ["tests/__init__.py"] },
  };
}

const phase = (name: string, own: readonly string[], shared: readonly string[] = []) =>
  plannedPhase(name, { distributions: own.map((one) => plannedWheel(one)), shared });

const layersOf = (content: ReturnType<typeof phaseContent>) =>
  content.layers.map(({ distributions, wins }) => ({
    names: distributions.map((one) => one.name),
    wins: wins.map((one) => `${one.winner} over ${one.loser}`),
  }));

describe("a layer knows who wins", () => {
  test("of those that it holds, and nothing of others", () => {
    const one = phase("one", ["a", "b"]);
    const two = phase("two", ["c"]);
    const clashes = [clash("b", "a", ["one", "one"]), clash("c", "a", ["two", "one"])];
    const plan = planOf([one, two], { clashes: [...clashes, clash("a", "kept", ["one", null])] });

    expect(layersOf(phaseContent(plan, one, []))).toEqual([{ names: ["a", "b"], wins: ["b over a"] }]);
    expect(layersOf(phaseContent(plan, two, []))).toEqual([{ names: ["c"], wins: [] }]);
  });

  test("in its own environment only", () => {
    const environment = { ...{ path: "/opt/env", interpreter: "/opt/env/bin/python" } };
    const isolated = plannedPhase("two", {
      distributions: [plannedWheel("a"), plannedWheel("b")],
      environment: { ...environment, purelib: "/opt/env/lib", variable: "ENV", bytes: 0 },
    });
    const plan = planOf([phase("one", ["a", "b"]), isolated], { clashes: [clash("b", "a", ["one", "one"])] });

    expect(layersOf(phaseContent(plan, isolated, [])).map((one) => one.wins)).toEqual([[]]);
  });
});

describe("what a left-out phase was to bring", () => {
  const one = { ...phase("one", ["a", "b"]), optional: true };
  const two = phase("two", ["c"], ["b"]);
  const three = phase("three", ["d"], ["a"]);
  const clashes = [clash("b", "a", ["one", "one"])];
  const before = [
    { name: "one", status: "left-out" as const },
    { name: "two", status: "installed" as const },
  ];

  test("doesn't take the place of a winner that came before it: that one is installed again", () => {
    const plan = planOf([one, two, three], { clashes });

    expect(layersOf(phaseContent(plan, three, before))).toEqual([
      { names: ["a", "b", "d"], wins: ["b over a"] },
    ]);
    expect(layersOf(phaseContent({ ...plan, clashes: [] }, three, before))).toEqual([
      { names: ["a", "d"], wins: [] },
    ]);
  });

  test("is followed by those that win over the winner, too", () => {
    const [early, late] = [phase("two", ["c"], ["b"]), phase("three", ["d"], ["a"])];
    const more = [...clashes, clash("c", "b", ["two", "one"])];

    expect(layersOf(phaseContent(planOf([one, early, late], { clashes: more }), late, before))).toEqual([
      { names: ["a", "b", "c", "d"], wins: ["b over a", "c over b"] },
    ]);
  });
});
