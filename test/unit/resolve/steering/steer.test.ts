import { describe, expect, test } from "vitest";
import { OutOfTime, Unsolved } from "../../../../src/resolve/conflicts/unsolved.ts";
import { type Solve, steer } from "../../../../src/resolve/steering/steer.ts";
import type { FaultsIn } from "../../../../src/resolve/steering/version-faults.ts";
import { request, settled, type Versions } from "./answers.ts";

/** Answers by the constraints that are asked for, and notes them. */
function solver(answers: Readonly<Record<string, Versions>>) {
  const asked: string[] = [];
  const solve: Solve = async ({ constraints }) => {
    const key = constraints.join(" ");
    asked.push(key);
    const versions = answers[key];
    if (versions === undefined) throw new Unsolved("no");
    return settled(versions);
  };
  return { asked, solve };
}

/** A fault of versions that stand beside each other. */
function faulty(name: string, version: string, other: string, bounds: readonly string[]): FaultsIn {
  return (_, { versions }) =>
    versions.get(name) === version && versions.get("beside") === other
      ? [{ about: `${name} beside`, message: `${name} ${version} breaks.`, bounds }]
      : [];
}

const NEWEST = { a: "2", beside: "9" };

describe("steering", () => {
  test("asks nothing where nothing is known to be wrong", async () => {
    const { asked, solve } = solver({});

    const { answer } = await steer(settled(NEWEST), request("a"), solve, () => []);

    expect([asked, answer.advice.bounds, answer.advice.unmended]).toEqual([[], [], []]);
  });

  test("takes the next bound where the first one has no answer, and says what moved", async () => {
    const { asked, solve } = solver({ "beside<9": { a: "2", beside: "8" } });
    const faults = faulty("a", "2", "9", ["a>=3", "beside<9"]);

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faults);

    expect(asked).toEqual(["a>=3", "beside<9"]);
    expect(answer.advice).toMatchObject({
      bounds: [{ constraint: "beside<9", fault: "a 2 breaks.", phase: "one" }],
      moved: [{ name: "beside", from: "9", to: "8" }],
      unmended: [],
    });
  });

  test("doesn't take a bound under which the fault stays", async () => {
    const { solve } = solver({ "a>=3": NEWEST });

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faulty("a", "2", "9", ["a>=3"]));

    expect(answer.advice).toMatchObject({ bounds: [], unmended: ["a beside"] });
  });

  test("holds what is named where the resolver would rather give that up", async () => {
    const { asked, solve } = solver({
      "beside<9": { a: "1", beside: "8" },
      "beside<9 a==2": { a: "2", beside: "7" },
    });

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faulty("a", "2", "9", ["beside<9"]));

    expect(asked).toEqual(["beside<9", "beside<9 a==2"]);
    expect(answer.locked.map((one) => one.version)).toEqual(["2", "7"]);
    expect(answer.advice.bounds.map((one) => one.constraint)).toEqual(["beside<9", "a==2"]);
  });

  test("takes the older version of what is named where nothing else resolves", async () => {
    const { solve } = solver({ "beside<9": { a: "1", beside: "8" } });

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faulty("a", "2", "9", ["beside<9"]));

    expect(answer.locked.map((one) => one.version)).toEqual(["1", "8"]);
  });

  test("goes another way where a bound leads into a fault that nothing gets around", async () => {
    const { asked, solve } = solver({ "a>=3": { a: "3", beside: "9" }, "beside<9": { a: "2", beside: "8" } });
    const faults: FaultsIn = (...given) => [
      ...faulty("a", "2", "9", ["a>=3", "beside<9"])(...given),
      ...faulty("a", "3", "9", ["a>=4"])(...given).map((one) => ({ ...one, about: "a of 3" })),
    ];

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faults);

    expect(asked).toEqual(["a>=3", "a>=3 a>=4", "beside<9"]);
    expect(answer.advice).toMatchObject({ bounds: [{ constraint: "beside<9" }], unmended: [] });
  });

  test("ends, however many faults there are", async () => {
    let asked = 0;
    const solve: Solve = async () => {
      asked += 1;
      return settled({ a: String(asked + 2), beside: "9" });
    };
    const faults: FaultsIn = (_, { versions }) => [
      { about: `a ${versions.get("a")}`, message: "breaks.", bounds: ["a>=1", "a>=2", "a>=3"] },
    ];

    await steer(settled(NEWEST), request("a"), solve, faults);

    expect(asked).toBeLessThanOrEqual(10);
  });

  test("doesn't remember a fault as one without remedy where a try was cut off", async () => {
    const solve: Solve = () => Promise.reject(new OutOfTime(""));

    const { answer } = await steer(settled(NEWEST), request("a"), solve, faulty("a", "2", "9", ["a>=3"]));

    expect(answer.advice).toMatchObject({ bounds: [], unmended: [] });
  });

  test("hands on what isn't the resolver's word", async () => {
    const solve: Solve = () => Promise.reject(new Error("the engine is gone"));

    const done = steer(settled(NEWEST), request("a"), solve, faulty("a", "2", "9", ["a>=3"]));

    await expect(done).rejects.toThrow("the engine is gone");
  });
});
