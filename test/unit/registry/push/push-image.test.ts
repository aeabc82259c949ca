import { beforeEach, expect, test } from "vitest";
import type { Image } from "../../../../src/ports/engine.ts";
import type { RemoteManifest } from "../../../../src/ports/registry.ts";
import { pushImage } from "../../../../src/registry/push/push-image.ts";
import { PushedImage } from "../../../../src/registry/push/pushed-image.ts";
import { RegistryError, UsageError } from "../../../../src/text/errors.ts";
import { formatReference, type ImageReference } from "../../../../src/text/reference.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { RecordingLogger } from "../../../support/recording-logger.ts";

let engine: MemoryEngine;
let image: Image;
const asked: string[] = [];

let log: RecordingLogger;

beforeEach(() => {
  log = new RecordingLogger();
  engine = new MemoryEngine({ registries: ["registry.example"] });
  image = engine.addImage("worker:built", { bytes: 5_000_000 });
  asked.length = 0;
});

/** Pushes to a registry that answers `manifest` for whatever it is asked. */
async function push(references: string[], manifest?: Partial<RemoteManifest> | "absent") {
  const registry = {
    requireWritable: async () => undefined,
    async findManifest(reference: ImageReference): Promise<RemoteManifest | undefined> {
      asked.push(formatReference(reference));
      if (manifest === "absent") return undefined;
      const digest = reference.digest ?? "";
      return { digest, configDigest: image.id, layerBytes: 1234, mediaType: "m", ...manifest };
    },
  };
  const credentials = { find: async () => undefined };
  const pushed: PushedImage[] = [];
  await pushImage(image, references, { engine, registry, credentials, log }, (one) => pushed.push(one));
  return pushed;
}

test("each reference is pushed, looked up by digest and described", async () => {
  const references = ["registry.example/worker:1", "registry.example/worker:latest"];
  const pushed = await push(references);
  expect(pushed.map(({ reference }) => reference)).toEqual(references);
  const [first] = pushed;
  expect(PushedImage.parse(structuredClone(first))).toEqual(first);
  expect(first).toMatchObject({
    imageId: image.id,
    layerBytes: 1234,
    proved: true,
    identity: "configuration",
  });
  expect(first?.pinned).toBe(`registry.example/worker@${first?.digest}`);
  expect(asked).toEqual([first?.pinned, pushed[1]?.pinned]);
});

test("what the registry doesn't hold afterwards was not pushed", async () => {
  await expect(push(["registry.example/worker:1"], "absent")).rejects.toThrow(/does not hold it/);
});

test("what it holds under another digest was not pushed", async () => {
  const digest = `sha256:${"f".repeat(64)}`;
  await expect(push(["registry.example/worker:1"], { digest })).rejects.toThrow(/does not hold it/);
});

test("another image's configuration was not pushed", async () => {
  const configDigest = `sha256:${"f".repeat(64)}`;
  await expect(push(["registry.example/worker:1"], { configDigest })).rejects.toThrow(/not the image/);
});

test("a store whose ids can't be compared is said to be one", async () => {
  const info = await engine.info();
  engine.info = async () => ({ ...info, imageStore: "containerd" });
  const [pushed] = await push(["registry.example/worker:1"], { configDigest: `sha256:${"f".repeat(64)}` });
  expect(pushed?.identity).toBe("digest-only");
});

test("where the engine names no digest, the registry is asked by name, and has to hold this image", async () => {
  engine.pushImage = async () => undefined;
  const digest = `sha256:${"d".repeat(64)}`;
  const [pushed] = await push(["registry.example/worker:1"], { digest });
  expect(pushed).toMatchObject({
    digest,
    pinned: `registry.example/worker@${digest}`,
    identity: "configuration",
  });
  expect(asked).toEqual(["registry.example/worker:1"]);

  const info = await engine.info();
  engine.info = async () => ({ ...info, imageStore: "containerd" });
  const other = { digest, configDigest: `sha256:${"f".repeat(64)}` };
  await expect(push(["registry.example/worker:1"], other)).rejects.toThrow(/not the image/);
});

test("a registry that refuses fails the push", async () => {
  await expect(push(["other.example/worker:1"])).rejects.toThrow(RegistryError);
  expect(asked).toEqual([]);
});

test.each([
  ["registry.example/Worker:1", UsageError],
  [`registry.example/worker@sha256:${"a".repeat(64)}`, UsageError],
])("%s is refused before anything is pushed", async (bad, kind) => {
  await expect(push(["registry.example/worker:1", bad])).rejects.toThrow(kind);
  expect(asked).toEqual([]);
});

test("what was pushed before a failure is said, with its digest, and so is what wasn't", async () => {
  const references = ["registry.example/worker:1", "other.example/worker:1", "registry.example/worker:2"];
  const arrived: string[] = [];
  const found = { configDigest: image.id, layerBytes: 1, mediaType: "m" };
  const registry = {
    requireWritable: async () => undefined,
    findManifest: async ({ digest = "" }: ImageReference) => ({ ...found, digest }),
  };
  const ports = { engine, registry, credentials: { find: async () => undefined }, log };
  const running = pushImage(image, references, ports, (one) => arrived.push(one.pinned));
  await expect(running).rejects.toThrow(RegistryError);
  expect(arrived).toEqual([expect.stringMatching(/^registry\.example\/worker@sha256:/)]);
  expect(log.said("warn")).toEqual([
    expect.stringMatching(
      /^Pushed before the failure: registry\.example\/worker:1@sha256:\w+\. Not pushed: other\.example\/worker:1, registry\.example\/worker:2\.$/,
    ),
  ]);
});
