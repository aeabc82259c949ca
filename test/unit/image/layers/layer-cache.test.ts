import { describe, expect, test } from "vitest";
import {
  findLayer,
  layerBytes,
  layerKey,
  layerLabels,
  layerReference,
  ownLayersBytes,
} from "../../../../src/image/layers/layer-cache.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";

const KEY = layerKey("sha256:parent", { files: [["a", "1", "hash"]] });

describe("the key of a layer", () => {
  test("is the same for the same parent and content", () => {
    expect(layerKey("sha256:parent", { files: [["a", "1", "hash"]] })).toBe(KEY);
  });

  test.each([
    ["another parent", layerKey("sha256:other", { files: [["a", "1", "hash"]] })],
    ["another file", layerKey("sha256:parent", { files: [["a", "1", "changed"]] })],
    ["no file", layerKey("sha256:parent", { files: [] })],
  ])("differs for %s", (_, key) => {
    expect(key).not.toBe(KEY);
  });
});

describe("finding a finished layer", () => {
  test("answers the image with its measured bytes", async () => {
    const engine = new MemoryEngine();
    const added = engine.addImage(layerReference(KEY), { labels: layerLabels(KEY, "one", 1234) });

    const found = await findLayer(engine, KEY);

    expect(found?.id).toBe(added.id);
    expect(found && layerBytes(found)).toBe(1234);
  });

  test.each([
    ["nobody made it", undefined],
    ["its tag was moved to another layer", layerLabels("other", "one", 1)],
    ["its tag was moved to an image of somebody else", {}],
  ])("answers nothing where %s", async (_, labels) => {
    const engine = new MemoryEngine();
    if (labels) engine.addImage(layerReference(KEY), { labels });

    expect(await findLayer(engine, KEY)).toBeUndefined();
  });
});

test("what finished layers take counts each of them once, and no image that users built on one", async () => {
  const engine = new MemoryEngine();
  for (const [key, bytes] of [
    ["a", 1000],
    ["b", 234],
  ] as const) {
    engine.addImage(layerReference(key.repeat(64)), { labels: layerLabels(key.repeat(64), "one", bytes) });
  }
  engine.addImage("team/worker:1", { labels: layerLabels("b".repeat(64), "one", 234) });

  expect(await ownLayersBytes(engine)).toBe(1234);
});
