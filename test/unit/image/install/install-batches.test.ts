import { describe, expect, test } from "vitest";
import { clearingStep, installBatches, type Win } from "../../../../src/image/install/install-batches.ts";
import { plannedWheel } from "../../../support/plans.ts";

const wins = (...pairs: readonly (readonly [winner: string, loser: string])[]): readonly Win[] =>
  pairs.map(([winner, loser]) => ({ winner, loser }));
const source = (name: string) => ({ ...plannedWheel(name), kind: "sdist" as const });
const wheels = (...names: readonly string[]) => names.map((name) => plannedWheel(name));
const namesOf = (batches: ReturnType<typeof installBatches>) =>
  batches.map((batch) => batch.map((one) => one.name));

describe("distributions are installed", () => {
  test("all at once where nothing clashes", () => {
    expect(namesOf(installBatches(wheels("a", "b"), []))).toEqual([["a", "b"]]);
    expect(installBatches([], [])).toEqual([[]]);
  });

  test("each winner after all that lose to it, the rest with the first", () => {
    const batches = installBatches(wheels("a", "b", "c", "d"), wins(["c", "a"], ["c", "b"], ["b", "a"]));

    expect(namesOf(batches)).toEqual([["a", "d"], ["b"], ["c"]]);
  });

  test("a source after the wheels that it may be built against, unless it loses", () => {
    const all = [source("free"), source("loses"), ...wheels("a", "b")];

    expect(namesOf(installBatches(all, wins(["b", "a"], ["b", "loses"])))).toEqual([
      ["loses", "a"],
      ["free", "b"],
    ]);
  });

  test("each once, even by a plan in which everybody wins", () => {
    const batches = installBatches(wheels("a", "b"), wins(["a", "b"], ["b", "a"]));

    expect(namesOf(batches).flat().sort()).toEqual(["a", "b"]);
  });
});

describe("what the base holds of winners", () => {
  const facts = { installer: "uv" as const, interpreter: "/usr/bin/python3" };
  const batches = [wheels("a"), wheels("b"), wheels("c")];

  test("is removed before anything is installed", () => {
    const command = clearingStep(batches, facts)?.command ?? [];

    expect(command.slice(1, 3)).toEqual(["pip", "uninstall"]);
    expect(command.slice(-2)).toEqual(["b", "c"]);
  });

  test("stays where there are none, and where the installer removes nothing", () => {
    expect(clearingStep([wheels("a")], facts)).toBeUndefined();
    expect(clearingStep(batches, { ...facts, installer: "pip" })).toBeUndefined();
  });
});
