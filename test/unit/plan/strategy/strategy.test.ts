import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layerOf, splitLayers } from "../../../../src/plan/strategy/split-layers.ts";
import {
  chooseStrategy,
  keptStrategy,
  type Room,
  type StrategyPhase,
} from "../../../../src/plan/strategy/strategy.ts";

const MB = 1e6;
const piece = (name: string, megabytes: number) => ({ name, bytes: megabytes * MB });
const room = (freeMegabytes: number, more: Partial<Room> = {}): Room => ({
  freeBytes: freeMegabytes * MB,
  reserveBytes: 100 * MB,
  overheadBytes: 50 * MB,
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

describe("chooseStrategy", () => {
  it("takes each phase as one layer where there is room for the layer and its copy", () => {
    const strategy = chooseStrategy([audio, extra], room(1760));

    expect(strategy).toMatchObject({ kind: "whole", missingBytes: 0, leftOut: [] });
    expect(strategy.neededBytes).toBe((200 + 2 * 700 + 50) * MB);
    expect(strategy.layers).toEqual({ audio: [["numpy", "scipy"]], extra: [["torch"]] });
  });

  it("counts system packages once, in a layer of their own that nothing splits, and commands in another", () => {
    const system = [piece("ffmpeg", 400), piece("libav", 100)];
    const top: StrategyPhase = { name: "system-packages", optional: false, needs: [], system };
    const phases = [top, { ...audio, system: [piece("libav", 100), piece("sox", 10)], runBytes: 300 * MB }];

    expect(chooseStrategy(phases, room(5000)).neededBytes).toBe((500 + 10 + 200 + 2 * 300 + 50) * MB);
    // Before the top level's packages are committed they are there twice, and splitting can't help it.
    expect(chooseStrategy([top], room(1149))).toMatchObject({ kind: "refused", missingBytes: 1 * MB });
    expect(chooseStrategy([top], room(1150)).kind).toBe("whole");
  });

  it("leaves an optional phase out for its system packages alone", () => {
    const tools: StrategyPhase = { name: "tools", optional: true, needs: [], system: [piece("cuda", 900)] };

    expect(chooseStrategy([audio, tools], room(1000))).toMatchObject({
      kind: "degraded",
      leftOut: ["tools"],
    });
  });

  it("counts the compressed copy that stays beside each layer where the engine keeps one", () => {
    const zipped = (name: string, megabytes: number, kept: number) => ({
      ...piece(name, megabytes),
      kept: kept * MB,
    });
    const four = ["a", "b", "c", "d"].map((name) => zipped(name, 100, 40));
    const phase: StrategyPhase = {
      name: "four",
      optional: false,
      needs: four,
      runBytes: 10 * MB,
      runKept: 10 * MB,
    };

    // Whole, both copies and the compressed one are there at once; split, the last layer stands on three and their copies.
    expect(chooseStrategy([phase], room(1110))).toMatchObject({ kind: "whole", neededBytes: 1010 * MB });
    expect(chooseStrategy([phase], room(1109)).kind).toBe("split");
    expect(chooseStrategy([phase], room(810))).toMatchObject({
      kind: "split",
      neededBytes: (3 * 140 + 240 + 50) * MB,
    });
    expect(chooseStrategy([phase], room(809))).toMatchObject({ kind: "refused", missingBytes: 1 * MB });
  });

  it("splits a phase when one layer and its copy would be too much", () => {
    const strategy = chooseStrategy([audio], room(495));

    expect(strategy.kind).toBe("split");
    expect(strategy.layers).toEqual({ audio: [["scipy"], ["numpy"]] });
    expect(strategy.neededBytes).toBe((2 * 140 + 50) * MB);
  });

  it("leaves the optional phase out, says so, and moves nothing that the rest needs", () => {
    const strategy = chooseStrategy([extra, audio], room(600));

    expect(strategy).toMatchObject({ kind: "degraded", leftOut: ["extra"], missingBytes: 0 });
    expect(strategy.layers).toEqual({ audio: [["numpy", "scipy"]] });
    expect(strategy.reason).toMatch(/^with extra it would need [\d.]+ [MG]B$/);
  });

  it("refuses with the bytes that are missing when the required phases don't fit even split", () => {
    const strategy = chooseStrategy([audio, extra], room(400));

    expect(strategy.kind).toBe("refused");
    expect(strategy.missingBytes).toBe((2 * 140 + 60 - 60 - (400 - 150)) * MB);
  });

  it("keeps the cap on layers even where there is room", () => {
    const strategy = chooseStrategy([audio], room(5000, { maxLayerBytes: 150 * MB }));

    expect(strategy.kind).toBe("whole");
    expect(strategy.layers["audio"]).toHaveLength(2);
    expect(strategy.reason).toContain("150 MB");
  });
});

const pieces = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), bytes: fc.nat(1e9) }), {
  selector: (one) => one.name,
  maxLength: 30,
});

describe("splitLayers", () => {
  it("places every piece once, and passes the cap only for a piece that is larger by itself", () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 1e9 }), (all, cap) => {
        const layers = splitLayers(all, cap);

        expect(layers.flat().sort()).toEqual(all.map((one) => one.name).sort());
        for (const layer of layers) expect(layer.length === 1 || layerOf(layer, all).bytes <= cap).toBe(true);
      }),
    );
  });

  it("gives the same layers whatever the order of the pieces", () => {
    fc.assert(
      fc.property(pieces, (all) => {
        expect(splitLayers([...all].reverse(), 1e8)).toEqual(splitLayers(all, 1e8));
      }),
    );
  });
});

describe("an arrangement of an earlier build", () => {
  const kept = {
    kind: "split" as const,
    layers: { audio: [["scipy"], ["numpy"]] },
    leftOut: ["extra"],
    reason: "split",
  };

  it("is taken as it was, with what it needs in all", () => {
    expect(keptStrategy([audio, extra], room(600), kept)).toEqual({
      ...kept,
      neededBytes: (2 * 140 + 50) * MB,
      missingBytes: 0,
    });
  });

  it.each([
    ["lacks a package", { audio: [["scipy"]] }],
    ["holds another package", { audio: [["scipy"], ["numpy", "torch"]] }],
    ["lacks a phase", {}],
    ["holds another phase", { ...kept.layers, more: [["numpy"]] }],
  ])("is of no use where it %s", (_, layers: Record<string, string[][]>) => {
    expect(keptStrategy([audio, extra], room(600), { ...kept, layers })).toBeUndefined();
  });

  it("names only those phases as left out that there are", () => {
    expect(keptStrategy([audio], room(600), kept)?.leftOut).toEqual([]);
  });
});

describe("more room", () => {
  it("never needs more than less room did, and never turns a fit into a refusal", () => {
    fc.assert(
      fc.property(pieces, fc.nat(5e9), fc.nat(5e9), (needs, free, more) => {
        const phases = [{ name: "one", optional: false, needs }];
        const tight = chooseStrategy(phases, {
          freeBytes: free,
          reserveBytes: 0,
          overheadBytes: 0,
          maxLayerBytes: 4e9,
        });
        const wide = chooseStrategy(phases, {
          freeBytes: free + more,
          reserveBytes: 0,
          overheadBytes: 0,
          maxLayerBytes: 4e9,
        });

        if (tight.kind !== "refused") expect(wide.kind).not.toBe("refused");
        expect(wide.missingBytes).toBeLessThanOrEqual(tight.missingBytes);
      }),
    );
  });
});
