import { expect, test } from "vitest";
import { remainingPeak } from "../../../src/plan/remaining-peak.ts";
import { CONTAINER_BYTES, TOOLS_BYTES } from "../../../src/sizes/timeline.ts";
import { ON_DISK, plannedPhase } from "../../support/plans.ts";

const MB = 1e6;
const DISK = { keepsCompressed: false };
const layer = (megabytes: number) => ({ ...ON_DISK, blocks: megabytes * MB, compressed: 10 * MB });

const TORCH = plannedPhase("torch", { disk: [layer(300), layer(200), layer(100)] });
const SMALL = plannedPhase("small", { disk: [layer(50)] });
const PLAN = { phases: [TORCH, SMALL, plannedPhase("out", { leftOut: true, disk: [layer(900)] })] };
const ALWAYS = TOOLS_BYTES + CONTAINER_BYTES;

const needed = (finished: Readonly<Record<string, number>>, disk = DISK) =>
  remainingPeak(PLAN, new Map(Object.entries(finished)), disk);

test("where nothing is finished, all layers are needed on top of each other", () => {
  expect(needed({})).toEqual({ neededBytes: ALWAYS + 700 * MB, presentBytes: 0 });
});

test("a finished layer takes no more room, and isn't committed again", () => {
  expect(needed({ torch: 1 })).toEqual({ neededBytes: ALWAYS + 400 * MB, presentBytes: 300 * MB });
  expect(needed({ torch: 2 })).toEqual({ neededBytes: ALWAYS + 200 * MB, presentBytes: 500 * MB });
});

test("a finished phase leaves the later ones", () => {
  expect(needed({ torch: 3 })).toEqual({ neededBytes: ALWAYS + 100 * MB, presentBytes: 600 * MB });
  expect(needed({ torch: 3, small: 1 })).toEqual({ neededBytes: TOOLS_BYTES, presentBytes: 650 * MB });
});

test("an engine that keeps compressed copies has those of finished layers, too", () => {
  const { presentBytes } = needed({ torch: 3 }, { keepsCompressed: true });

  expect(presentBytes).toBe(630 * MB);
});
