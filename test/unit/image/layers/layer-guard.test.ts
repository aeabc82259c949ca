import { describe, expect, test } from "vitest";
import { layerGuard } from "../../../../src/image/layers/layer-guard.ts";
import type { LayerJob } from "../../../../src/image/layers/layer-job.ts";
import type { Container } from "../../../../src/ports/engine.ts";
import { CONTAINER_BYTES } from "../../../../src/sizes/timeline.ts";
import { ON_DISK, plannedPhase, plannedWheel } from "../../../support/plans.ts";
import { testPorts } from "../../../support/test-ports.ts";

const WHEEL = plannedWheel("alpha");
const SOURCE = { ...plannedWheel("native"), kind: "sdist" as const };

/** The parts of a job that a guard looks at. */
function guardOf(content: Partial<LayerJob>, imageStore = "graph-driver") {
  const build = { prefetcher: { meter: () => () => 0 }, imageStore };
  const nothing = { distributions: [], system: { asked: [], packages: [] }, run: null, onDisk: ON_DISK };
  const job = { ...nothing, phase: plannedPhase("one"), build, ...content } as unknown as LayerJob;
  return layerGuard({} as Container, job, testPorts());
}

test("a layer may write what the plan says of it, and what its sources need beside it", () => {
  const onDisk = { ...ON_DISK, blocks: 9000, beside: 700 };

  expect(guardOf({ distributions: [WHEEL], onDisk })).toMatchObject({ predictedBytes: 9000, buildBytes: 0 });
  expect(guardOf({ distributions: [WHEEL, SOURCE], onDisk })).toMatchObject({
    predictedBytes: 9000,
    buildBytes: 700,
  });
});

test("a commit needs room for the copy, and for the compressed one where the engine keeps it", () => {
  const { blocks, compressed } = ON_DISK;
  const copied = CONTAINER_BYTES + 2 * blocks;

  expect(guardOf({})).toMatchObject({ keptBytes: 0, peakBytes: copied });
  expect(guardOf({}, "containerd")).toMatchObject({
    keptBytes: compressed,
    peakBytes: copied + compressed,
  });
});

describe("a layer of commands", () => {
  const run = { steps: [["download-model"]], workdir: "/", env: {}, bytes: 2e9 };

  test("counts their `run_size`, and only the disk limits it", () => {
    const onDisk = { ...ON_DISK, blocks: 2e9 };

    expect(guardOf({ run, onDisk })).toMatchObject({ predictedBytes: 2e9, openEnded: true });
    expect(guardOf({ distributions: [WHEEL] }).openEnded).toBe(false);
  });
});
