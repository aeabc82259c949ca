import { describe, expect, test } from "vitest";
import {
  findLayer,
  layerBytes,
  layerKey,
  layerLabels,
  layerReference,
  ownLayersBytes,
  rememberLayer,
} from "../../../../src/image/layers/layer-cache.ts";
import { cacheOf, MemoryCache } from "../../../support/memory-cache.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";

const KEY = layerKey("sha256:parent", { files: [["a", "1", "hash"]] }, undefined);

describe("the key of a layer", () => {
  test("is the same for the same parent and content", () => {
    expect(layerKey("sha256:parent", { files: [["a", "1", "hash"]] }, undefined)).toBe(KEY);
  });

  test.each([
    ["another parent", layerKey("sha256:other", { files: [["a", "1", "hash"]] }, undefined)],
    ["another file", layerKey("sha256:parent", { files: [["a", "1", "changed"]] }, undefined)],
    ["no file", layerKey("sha256:parent", { files: [] }, undefined)],
    ["foreign code", layerKey("sha256:parent", { files: [["a", "1", "hash"]] }, "foreign:a/b")],
    ["foreign code of no name", layerKey("sha256:parent", { files: [["a", "1", "hash"]] }, "foreign:")],
  ])("differs for %s", (_, key) => {
    expect(key).not.toBe(KEY);
  });
});

describe("finding a finished layer", () => {
  /** The engine with a layer that a build of this user's made. */
  async function made() {
    const engine = new MemoryEngine();
    const cache = cacheOf(engine);
    const image = engine.addImage(layerReference(KEY), { labels: layerLabels(KEY, "one", 1234) });
    await rememberLayer(cache, KEY, image);
    return { engine, cache, image };
  }

  test("answers the image with its measured bytes", async () => {
    const { image, ...ports } = await made();

    const found = await findLayer(ports, KEY);

    expect(found?.id).toBe(image.id);
    expect(found && layerBytes(found)).toBe(1234);
  });

  test("answers the same image where its tag was moved, as long as the engine holds it", async () => {
    const { image, ...ports } = await made();
    ports.engine.addImage(layerReference(KEY), { labels: image.labels });
    expect((await findLayer(ports, KEY))?.id).toBe(image.id);

    await ports.engine.removeImage(image.id);
    expect(await findLayer(ports, KEY)).toBeUndefined();
  });

  test("answers nothing where the tag is gone: who removes it wants the layer made again", async () => {
    const { image, ...ports } = await made();
    await ports.engine.tagImage(image.id, "team/other:1");
    await ports.engine.removeImage(layerReference(KEY));

    expect(await findLayer(ports, KEY)).toBeUndefined();
  });

  test("answers nothing that only another user's cache knows", async () => {
    const { engine } = await made();

    expect(await findLayer({ engine, cache: new MemoryCache() }, KEY)).toBeUndefined();
  });

  test("answers nothing where the id is right and the layers aren't", async () => {
    const { image, ...ports } = await made();
    ports.engine.addImage(layerReference(KEY), { ...image, layers: [...image.layers, "sha256:more"] });

    expect(await findLayer(ports, KEY)).toBeUndefined();
  });
});

test.each(["-5", "NaN", "1e999", "none"])("a label that says %s bytes says nothing", async (bytes) => {
  const engine = new MemoryEngine();
  const labels = { ...layerLabels(KEY, "one", 1), "dev.surelayer.installed-bytes": bytes };
  engine.addImage(layerReference(KEY), { labels });

  expect(await ownLayersBytes(engine)).toBe(0);
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
