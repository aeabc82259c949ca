import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { downloadBytes, prefetchable } from "../../../src/image/prefetch-budget.ts";
import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../../../src/plan/plan.ts";
import { highestPoint, TOOLS_BYTES, timeline } from "../../../src/sizes/timeline.ts";
import { ON_DISK, plannedPhase, plannedWheel, planOf } from "../../support/plans.ts";

const MB = 1e6;
const DISK = { keepsCompressed: false };

interface Size {
  /** MB that it unpacks to, and of its wheel. */
  readonly layer: number;
  readonly download: number;
}

function sized(name: string, { layer, download }: Size): PlannedDistribution {
  const one = plannedWheel(name, layer * MB);
  return { ...one, blockBytes: layer * MB, file: { ...one.file, bytes: download * MB } };
}

/** A phase of these layers, with sizes as a plan sums them up. */
function phaseOf(name: string, layers: readonly (readonly Size[])[], more: Partial<PlannedPhase> = {}) {
  const inLayers = layers.map((layer, index) =>
    layer.map((size, at) => sized(`${name}-${index}-${at}`, size)),
  );
  const distributions = inLayers.flat();
  const blocks = inLayers.map((layer) => layer.reduce((sum, one) => sum + one.blockBytes, 0));
  const base = plannedPhase(name, { distributions });
  const disk = blocks.map((bytes) => ({ ...ON_DISK, blocks: bytes }));
  const total = blocks.reduce((sum, one) => sum + one, 0);
  const peak = highestPoint(timeline(disk, DISK));
  return {
    ...base,
    layers: inLayers.map((layer) => layer.map((one) => one.name)),
    disk,
    sizes: { ...base.sizes, blocks: total, installed: total, peak },
    ...more,
  };
}

function planned(phases: readonly PlannedPhase[]): BuildablePlan {
  const layers = phases.flatMap((one) => one.disk);
  const peak = TOOLS_BYTES + highestPoint(timeline(layers, DISK));
  const plan = planOf(phases, { totals: { ...plannedPhase("x").sizes, peak } });
  return { ...plan, verdict: { ...plan.verdict, neededBytes: peak } };
}

const names = (files: readonly PlannedDistribution[]) => files.map((one) => one.name);

/** The most that is ever on the disk when everything is downloaded as early as it may be; told without the product's code. */
function fullest(plan: BuildablePlan): number {
  let done = TOOLS_BYTES;
  let most = 0;
  let held: readonly PlannedDistribution[] = [];
  for (const [index, phase] of plan.phases.entries()) {
    const ahead = prefetchable(plan, index, held);
    let lying = [...held, ...ahead];
    for (const layer of phase.layers) {
      const bytes = phase.distributions
        .filter((one) => layer.includes(one.name))
        .reduce((sum, one) => sum + one.blockBytes, 0);
      most = Math.max(most, done + bytes + downloadBytes(lying));
      lying = lying.filter((one) => !layer.includes(one.name));
      most = Math.max(most, done + 2 * bytes + downloadBytes(lying));
      done += bytes;
    }
    held = ahead;
  }
  return most;
}

describe("what may be downloaded ahead", () => {
  test("is the large phase behind a small one, whose commit needs more than that", () => {
    const plan = planned([
      phaseOf("small", [[{ layer: 50, download: 20 }]]),
      phaseOf("large", [[{ layer: 900, download: 400 }]]),
    ]);

    expect(names(prefetchable(plan, 0, []))).toEqual(["large-0-0"]);
  });

  test("is nothing while the phase with the peak is at work", () => {
    const plan = planned([
      phaseOf("large", [[{ layer: 900, download: 400 }]]),
      phaseOf("small", [[{ layer: 50, download: 20 }]]),
    ]);

    expect(prefetchable(plan, 0, [])).toEqual([]);
  });

  test("is as much as there is room for, the largest first", () => {
    const plan = planned([
      phaseOf("first", [[{ layer: 400, download: 100 }]]),
      phaseOf("second", [
        [
          { layer: 10, download: 30 },
          { layer: 100, download: 260 },
          { layer: 100, download: 50 },
        ],
      ]),
      phaseOf("third", [[{ layer: 300, download: 100 }]]),
    ]);
    // The peak is 610 + 2 × 300 MB; while `first` is committed, 410 MB are left, and while `second` is unpacked, 600.
    expect(names(prefetchable(plan, 0, []))).toEqual(["second-0-1", "second-0-2", "second-0-0"]);
    const held = plan.phases[1]?.distributions ?? [];
    expect(names(prefetchable(plan, 1, held))).toEqual(["third-0-0"]);
    const filled = { ...plan, totals: { ...plan.totals, peak: plan.totals.peak - 350 * MB } };
    expect(names(prefetchable(filled, 0, []))).toEqual(["second-0-2"]);
  });

  test("leaves out what would lie beside an earlier layer's commit", () => {
    const plan = planned([
      phaseOf("small", [[{ layer: 50, download: 20 }]]),
      phaseOf("torch", [[{ layer: 4000, download: 2000 }], [{ layer: 1500, download: 800 }]]),
    ]);

    expect(names(prefetchable(plan, 0, []))).toEqual(["torch-0-0"]);
  });

  test.each<[string, Partial<PlannedPhase>]>([
    ["left out", { leftOut: true }],
    ["with commands", { run: { steps: [["true"]], workdir: "/", env: {}, bytes: null } }],
  ])("is nothing for a phase %s that sets the peak", (_, more) => {
    const plan = planned([
      phaseOf("small", [[{ layer: 50, download: 20 }]]),
      phaseOf("large", [[{ layer: 900, download: 400 }]], more),
    ]);

    expect(prefetchable(plan, 0, [])).toEqual([]);
  });

  test("is nothing behind the last phase", () => {
    const plan = planned([phaseOf("only", [[{ layer: 50, download: 20 }]])]);

    expect(prefetchable(plan, 0, [])).toEqual([]);
  });
});

test("whatever is downloaded ahead, the disk never holds more than the plan says", () => {
  const size = fc.record({
    layer: fc.integer({ min: 1, max: 3000 }),
    download: fc.integer({ min: 1, max: 3000 }),
  });
  const layers = fc.array(fc.array(size, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(layers, { minLength: 1, maxLength: 5 }), (phases) => {
      const plan = planned(phases.map((one, index) => phaseOf(`p${index}`, one)));
      expect(fullest(plan)).toBeLessThanOrEqual(plan.totals.peak);
    }),
  );
});
