import { expect, test } from "vitest";
import { remainingPeak } from "../../../src/plan/remaining-peak.ts";
import { CONTAINER_BYTES, TOOLS_BYTES } from "../../../src/sizes/peak.ts";
import { plannedPhase, plannedWheel } from "../../support/plans.ts";

const MB = 1e6;
const DISK = { keepsCompressed: false };
const wheelOf = (name: string, megabytes: number) => ({ ...plannedWheel(name), blockBytes: megabytes * MB });
const sized = (blocks: number, peak: number) => ({
  ...plannedPhase("x").sizes,
  blocks: blocks * MB,
  compressed: 10 * MB,
  peak: peak * MB,
});

const TORCH = plannedPhase("torch", {
  distributions: [wheelOf("torch", 300), wheelOf("cudnn", 200), wheelOf("cublas", 100)],
  layers: [["torch"], ["cudnn"], ["cublas"]],
  sizes: sized(600, 700),
});
const SMALL = plannedPhase("small", { sizes: sized(50, 100) });
const PLAN = { phases: [TORCH, SMALL, plannedPhase("out", { leftOut: true, sizes: sized(900, 1800) })] };

const needed = (finished: Readonly<Record<string, number>>, disk = DISK) =>
  remainingPeak(PLAN, new Map(Object.entries(finished)), disk);

test("where nothing is finished, all phases are needed on top of each other", () => {
  expect(needed({})).toEqual({ neededBytes: TOOLS_BYTES + 700 * MB, presentBytes: 0 });
});

test("a finished layer takes no more room, and isn't committed again", () => {
  expect(needed({ torch: 1 })).toEqual({
    neededBytes: TOOLS_BYTES + CONTAINER_BYTES + 400 * MB,
    presentBytes: 300 * MB,
  });
  expect(needed({ torch: 2 })).toEqual({
    neededBytes: TOOLS_BYTES + CONTAINER_BYTES + 200 * MB,
    presentBytes: 500 * MB,
  });
});

test("a finished phase leaves the later ones", () => {
  expect(needed({ torch: 3 })).toEqual({ neededBytes: TOOLS_BYTES + 100 * MB, presentBytes: 600 * MB });
  expect(needed({ torch: 3, small: 1 })).toEqual({ neededBytes: TOOLS_BYTES, presentBytes: 650 * MB });
});

test("an engine that keeps compressed copies has those of finished layers, too", () => {
  const { presentBytes } = needed({ torch: 3 }, { keepsCompressed: true });

  expect(presentBytes).toBe(610 * MB);
});

test("system packages and commands are layers of their own, before and after the packages", () => {
  const phase = plannedPhase("both", {
    distributions: [wheelOf("a", 100)],
    layers: [["a"]],
    run: { steps: [["true"]], workdir: "/", env: {}, bytes: 40 * MB },
    sizes: sized(140, 240),
  });

  expect(remainingPeak({ phases: [phase] }, new Map([["both", 1]]), DISK)).toEqual({
    neededBytes: TOOLS_BYTES + CONTAINER_BYTES + 80 * MB,
    presentBytes: 100 * MB,
  });
});
