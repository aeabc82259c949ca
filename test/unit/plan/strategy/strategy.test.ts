import { describe, expect, it } from "vitest";
import {
  type Candidate,
  isArrangementOf,
  type StrategyPhase,
} from "../../../../src/plan/strategy/candidates.ts";
import { chooseStrategy, type Room } from "../../../../src/plan/strategy/strategy.ts";
import { CONTAINER_BYTES, type DiskUse, highestPoint, timeline } from "../../../../src/sizes/timeline.ts";

const MB = 1e6;
const piece = (name: string, megabytes: number) => ({ name, bytes: megabytes * MB });
const room = (freeMegabytes: number, more: Partial<Room> = {}): Room => ({
  freeBytes: freeMegabytes * MB + CONTAINER_BYTES,
  reserveBytes: 100 * MB,
  maxLayerBytes: 4000 * MB,
  ...more,
});
const audio: StrategyPhase = {
  name: "audio",
  optional: false,
  needs: [piece("numpy", 60), piece("scipy", 140)],
};
const extra: StrategyPhase = {
  name: "extra",
  optional: true,
  needs: [piece("numpy", 60), piece("torch", 700)],
};

/** What an arrangement of these phases needs where each piece takes its bytes, and half of them compressed. */
function neededOf(phases: readonly StrategyPhase[], disk: DiskUse = { keepsCompressed: false }) {
  const bytes = new Map(phases.flatMap((one) => one.needs.map((each) => [each.name, each.bytes])));
  return ({ layers }: Candidate) => {
    const made = phases
      .flatMap(({ name }) => layers[name] ?? [])
      .map((names) => {
        const blocks = names.reduce((sum, one) => sum + (bytes.get(one) ?? 0), 0);
        return { blocks, compressed: blocks / 2, doubt: 0, beside: 0, notes: 0 };
      });
    return highestPoint(timeline(made, disk));
  };
}

const choose = (phases: readonly StrategyPhase[], space: Room, disk?: DiskUse) =>
  chooseStrategy(phases, space, neededOf(phases, disk));

describe("chooseStrategy", () => {
  it("takes each phase as one layer where there is room for the layer and its copy", () => {
    const strategy = choose([audio, extra], room(1700));

    expect(strategy).toMatchObject({ kind: "whole", leftOut: [] });
    expect(strategy.layers).toEqual({ audio: [["numpy", "scipy"]], extra: [["torch"]] });
    expect(choose([audio, extra], room(1699)).kind).not.toBe("whole");
  });

  it("splits a phase when one layer and its copy would be too much", () => {
    const strategy = choose([audio], room(499));

    expect(strategy.kind).toBe("split");
    expect(strategy.layers).toEqual({ audio: [["scipy"], ["numpy"]] });
    expect(strategy.reason).toMatch(/^one layer a phase would need 400 MB/);
  });

  it("splits into no more layers than it has to", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const eight = { ...audio, needs: names.map((name) => piece(name, 100)) };

    expect(choose([eight], room(1600)).layers["audio"]).toHaveLength(2);
    expect(choose([eight], room(1000)).layers["audio"]).toHaveLength(8);
  });

  it("counts the compressed copies where the engine keeps them", () => {
    const disk = { keepsCompressed: true };

    expect(choose([audio], room(600), disk).kind).toBe("whole");
    expect(choose([audio], room(599), disk).kind).toBe("split");
  });

  it("leaves the optional phase out, says so, and moves nothing that the rest needs", () => {
    const strategy = choose([extra, audio], room(600));

    expect(strategy).toMatchObject({ kind: "degraded", leftOut: ["extra"] });
    expect(strategy.layers).toEqual({ audio: [["numpy", "scipy"]] });
    expect(strategy.reason).toMatch(/^with extra it would need [\d.]+ [MG]B$/);
  });

  it("leaves out the last optional phase first", () => {
    const small: StrategyPhase = { name: "small", optional: true, needs: [piece("six", 10)] };

    expect(choose([audio, extra, small], room(560)).leftOut).toEqual(["small", "extra"]);
    expect(choose([audio, small, extra], room(560)).leftOut).toEqual(["extra"]);
  });

  it("refuses when the required phases don't fit even split, and keeps them as small as they can be", () => {
    const strategy = choose([audio, extra], room(300));

    expect(strategy).toMatchObject({ kind: "refused", leftOut: ["extra"] });
    expect(strategy.layers).toEqual({ audio: [["scipy"], ["numpy"]] });
  });

  it("keeps the cap on layers even where there is room", () => {
    const strategy = choose([audio], room(5000, { maxLayerBytes: 150 * MB }));

    expect(strategy.kind).toBe("whole");
    expect(strategy.layers["audio"]).toHaveLength(2);
    expect(strategy.reason).toContain("150 MB");
  });
});

describe("an arrangement of an earlier build", () => {
  const kept = {
    kind: "split" as const,
    layers: { audio: [["scipy"], ["numpy"]] },
    leftOut: ["extra"],
    reason: "split",
  };

  it("is one of phases that bring the same", () => {
    expect(isArrangementOf(kept, [audio, extra])).toBe(true);
    expect(isArrangementOf(kept, [audio])).toBe(true);
  });

  it.each([
    ["lacks a package", { audio: [["scipy"]] }],
    ["holds another package", { audio: [["scipy"], ["numpy", "torch"]] }],
    ["lacks a phase", {}],
    ["holds another phase", { ...kept.layers, more: [["numpy"]] }],
  ])("is of no use where it %s", (_, layers: Record<string, string[][]>) => {
    expect(isArrangementOf({ ...kept, layers }, [audio, extra])).toBe(false);
  });
});
