import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PhaseResult } from "../../../../src/image/built-image.ts";
import { type PhaseContent, phaseContent } from "../../../../src/image/layers/phase-content.ts";
import { plannedPhase, plannedWheel, planOf } from "../../../support/plans.ts";

function outcome(name: string, status: PhaseResult["status"]): PhaseResult {
  const done = status !== "left-out";
  return {
    name,
    status,
    predictedBytes: 1,
    actualBytes: done ? 1 : null,
    seconds: 1,
    imageId: done ? "sha256:1" : null,
    failure: done ? null : "failed",
  };
}

/** `one` and `two` may be left out; `three` and `four` use what they should have brought. */
const ONE = plannedPhase("one", {
  optional: true,
  imports: ["one"],
  distributions: [plannedWheel("a"), plannedWheel("common", 7000)],
});
const TWO = plannedPhase("two", {
  optional: true,
  imports: ["two"],
  distributions: [plannedWheel("b")],
  shared: ["common"],
});
const THREE = plannedPhase("three", {
  imports: ["three"],
  distributions: [plannedWheel("c")],
  shared: ["common"],
});
const FOUR = plannedPhase("four", { imports: ["four", "one"], distributions: [], shared: ["b", "common"] });
const PLAN = planOf([ONE, TWO, THREE, FOUR]);

const modules = (content: PhaseContent) => content.imports.flatMap((one) => one.modules);
const names = (content: PhaseContent) =>
  content.layers.flatMap((layer) => layer.distributions.map((one) => one.name));

describe("what a phase installs", () => {
  test("is predicted as the plan has it: a file that two distributions bring counts once", () => {
    const sharing = plannedPhase("sharing", { distributions: [plannedWheel("a"), plannedWheel("b")] });

    expect(phaseContent(planOf([sharing]), sharing, []).predictedBytes).toBe(sharing.sizes.installed);
  });

  test("is what was planned where everything before it is in the image", () => {
    const content = phaseContent(PLAN, THREE, [outcome("one", "installed"), outcome("two", "cached")]);

    expect(names(content)).toEqual(["c"]);
    expect(content.predictedBytes).toBe(1000);
  });

  test("comes in the planned layers, what a left-out phase should have brought in the first", () => {
    const split = plannedPhase("split", {
      distributions: [plannedWheel("x"), plannedWheel("y"), plannedWheel("z")],
      layers: [["x", "z"], ["y"]],
      shared: ["common"],
    });

    const { layers } = phaseContent(planOf([ONE, split]), split, [outcome("one", "left-out")]);

    expect(layers.map((layer) => layer.distributions.map((one) => one.name))).toEqual([
      ["common", "x", "z"],
      ["y"],
    ]);
  });

  test("includes what a left-out phase should have brought and it needs, and no more", () => {
    const content = phaseContent(PLAN, THREE, [outcome("one", "left-out"), outcome("two", "left-out")]);

    expect(names(content)).toEqual(["common", "c"]);
    expect(content.predictedBytes).toBe(8000);
  });

  test("leaves to the first phase that needs it what a left-out one should have brought", () => {
    const before = [outcome("one", "left-out"), outcome("two", "installed")];

    expect(names(phaseContent(PLAN, TWO, before.slice(0, 1)))).toEqual(["common", "b"]);
    expect(names(phaseContent(PLAN, THREE, before))).toEqual(["c"]);
  });

  test("gathers from several left-out phases", () => {
    const before = [outcome("one", "left-out"), outcome("two", "left-out"), outcome("three", "cached")];

    expect(names(phaseContent(PLAN, FOUR, before))).toEqual(["b"]);
  });
});

describe("what a phase must be able to import", () => {
  test("is its own modules and those of the phases in the image, each once", () => {
    const before = [outcome("one", "installed"), outcome("two", "left-out"), outcome("three", "installed")];

    expect(modules(phaseContent(PLAN, FOUR, before))).toEqual(["one", "three", "four"]);
  });

  test("is nothing of a phase that was left out", () => {
    const before = [outcome("one", "left-out")];

    expect(modules(phaseContent(PLAN, TWO, before))).toEqual(["two"]);
  });
});

describe("an isolated phase", () => {
  const PYTHON = "/opt/surelayer/envs/alone/bin/python";
  const ENVIRONMENT = {
    path: "/opt/surelayer/envs/alone",
    interpreter: PYTHON,
    purelib: "/p",
    variable: "V",
    bytes: 30,
  };
  const ALONE = plannedPhase("alone", {
    optional: true,
    imports: ["alone", "one"],
    distributions: [plannedWheel("common"), plannedWheel("d")],
    environment: ENVIRONMENT,
  });
  const plan = planOf([ONE, ALONE, THREE]);

  test("is imported with its own Python, then and by every phase after it", () => {
    const before = [outcome("one", "installed")];
    const own = { interpreter: PYTHON, modules: ["alone", "one"] };
    const base = (...names: string[]) => ({ interpreter: "/usr/bin/python3", modules: names });

    expect(phaseContent(plan, ALONE, before).imports).toEqual([base("one"), own]);
    const after = phaseContent(plan, THREE, [...before, outcome("alone", "installed")]);
    expect(after.imports).toEqual([base("one", "three"), own]);
  });

  test("is predicted with its environment", () => {
    const { sizes } = ALONE;
    expect(phaseContent(plan, ALONE, [outcome("one", "installed")]).predictedBytes).toBe(sizes.installed);
  });

  test("that was left out owes nobody anything: what others share, the shared ones bring", () => {
    const content = phaseContent(plan, THREE, [outcome("one", "installed"), outcome("alone", "left-out")]);

    expect(names(content)).toEqual(["c"]);
  });
});

test("whatever is left out, a finished phase has all that it needs, and nothing twice", () => {
  const all = [ONE, TWO, THREE, FOUR];

  fc.assert(
    fc.property(fc.subarray([0, 1, 2, 3]), (leftOut) => {
      const present: string[] = [];
      const before: PhaseResult[] = [];
      for (const [index, phase] of all.entries()) {
        const out = leftOut.includes(index);
        const content = phaseContent(PLAN, phase, before);
        before.push(outcome(phase.name, out ? "left-out" : "installed"));
        if (out) continue;
        present.push(...names(content));
        const needed = [...phase.distributions.map((one) => one.name), ...phase.shared];
        expect(needed.filter((name) => !present.includes(name))).toEqual([]);
      }
      expect(new Set(present).size).toBe(present.length);
    }),
  );
});

describe("system packages and commands", () => {
  const file = (name: string) => ({
    ...{
      name,
      version: "1",
      architecture: "amd64",
      bytes: 1,
      sha256: null,
      installedBytes: 5000,
      replaces: null,
    },
  });
  const system = (packages: readonly string[], shared: readonly string[] = []) => ({
    ...{ asked: packages, packages: packages.map(file), provided: [], shared },
  });
  const run = { steps: [["ldconfig"]], workdir: "/", env: {}, bytes: 300 };
  const both = plannedPhase("both", { system: system(["sox"]), run, optional: true });
  const layersOf = (content: PhaseContent) =>
    content.layers.map((layer) => [
      layer.system.packages.map((one) => one.name).join(" "),
      layer.distributions.map((one) => one.name).join(" "),
      layer.run?.steps.flat().join(" ") ?? "",
    ]);

  test("are layers of their own, before and after the packages", () => {
    const content = phaseContent(planOf([both]), both, []);

    expect(layersOf(content)).toEqual([
      ["sox", "", ""],
      ["", "both", ""],
      ["", "", "ldconfig"],
    ]);
  });

  test("need no layer of packages beside them", () => {
    const only = plannedPhase("only", { distributions: [], system: system(["sox"]) });

    expect(layersOf(phaseContent(planOf([only]), only, []))).toEqual([["sox", "", ""]]);
  });

  test("come with the next phase that shares them where theirs was left out", () => {
    const next = plannedPhase("next", { system: system([], ["sox"]) });
    const last = plannedPhase("last", { system: system([], ["sox"]), distributions: [] });
    const plan = planOf([both, next, last]);

    const left = phaseContent(plan, next, [outcome("both", "left-out")]);
    expect(layersOf(left)).toEqual([
      ["sox", "", ""],
      ["", "next", ""],
    ]);
    expect(left.predictedBytes).toBe(next.sizes.installed + 900_000 + 5000);
    const after = [outcome("both", "left-out"), outcome("next", "installed")];
    expect(layersOf(phaseContent(plan, last, after))).toEqual([["", "", ""]]);
    expect(layersOf(phaseContent(plan, next, [outcome("both", "cached")]))).toEqual([["", "next", ""]]);
  });
});
