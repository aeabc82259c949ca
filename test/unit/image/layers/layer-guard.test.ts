import { describe, expect, test } from "vitest";
import { layerGuard } from "../../../../src/image/layers/layer-guard.ts";
import type { LayerJob } from "../../../../src/image/layers/layer-job.ts";
import type { Container } from "../../../../src/ports/engine.ts";
import { plannedPhase, plannedWheel } from "../../../support/plans.ts";
import { testPorts } from "../../../support/test-ports.ts";

const WHEEL = plannedWheel("alpha");
const SOURCE = { ...plannedWheel("native"), kind: "sdist" as const };

/** The parts of a job that a guard looks at. */
function guardOf(
  distributions: LayerJob["distributions"],
  only: boolean,
  imageStore = "graph-driver",
  content: Partial<LayerJob> = {},
) {
  const phase = plannedPhase("one", { distributions });
  const build = { prefetcher: { meter: () => () => 0 }, imageStore };
  const nothing = { system: { asked: [], packages: [] }, run: null };
  const job = { ...nothing, phase, distributions, only, build, ...content } as unknown as LayerJob;
  return layerGuard({} as Container, job, testPorts());
}

describe("what a layer may write while its sources are built", () => {
  test("is nothing beside it where there are none", () => {
    expect(guardOf([WHEEL], true).buildBytes).toBe(0);
    expect(guardOf([WHEEL], false).buildBytes).toBe(0);
  });

  test("is what the phase's peak says", () => {
    const { peak, blocks } = plannedPhase("one").sizes;

    expect(guardOf([WHEEL, SOURCE], true).buildBytes).toBe(peak - blocks);
  });

  test("follows from the sources' own sizes in one of several layers, whose peak nobody has planned", () => {
    expect(guardOf([WHEEL, SOURCE], false).buildBytes).toBe(2 * (8192 + 500));
  });
});

test("a commit needs room for the compressed copy, too, where the engine keeps one", () => {
  const { blocks, compressed } = plannedPhase("one").sizes;
  const { blockBytes } = WHEEL;

  expect(guardOf([WHEEL], false).keptBytes).toBe(0);
  expect(guardOf([WHEEL], false, "containerd")).toMatchObject({
    keptBytes: (compressed * blockBytes) / blocks,
    peakBytes: 2 * blockBytes + (compressed * blockBytes) / blocks,
  });
});

describe("a layer beside the packages' own", () => {
  const run = { steps: [["download-model"]], workdir: "/", env: {}, bytes: 2e9 };

  test("of commands counts their `run_size`, and only the disk limits it", () => {
    expect(guardOf([], false, "graph-driver", { run })).toMatchObject({
      predictedBytes: 2e9,
      peakBytes: 4e9,
      openEnded: true,
    });
    expect(guardOf([], false, "graph-driver", { run: { ...run, bytes: null } })).toMatchObject({
      predictedBytes: 0,
      openEnded: true,
    });
    expect(guardOf([WHEEL], false).openEnded).toBe(false);
  });

  test("of system packages counts what the plan estimates of them", () => {
    const file = { name: "sox", version: "1", architecture: "amd64", bytes: 1, sha256: null, replaces: null };
    const system = { asked: ["sox"], packages: [{ ...file, installedBytes: 50e6 }] };

    expect(guardOf([], false, "graph-driver", { system }).predictedBytes).toBeGreaterThan(50e6);
  });
});
