import { expect, test } from "vitest";
import { PushedImage } from "../../../../src/registry/push/pushed-image.ts";
import { RegistryError, UsageError } from "../../../../src/text/errors.ts";
import { LAYERS, openPushScene } from "../../../support/push-scene.ts";

test("each reference is pushed, looked up by tag and digest with all its blobs, and described", async () => {
  await using scene = await openPushScene();
  const [first, second] = await scene.push("1", "latest");
  const name = `${scene.server.address}/team/worker`;
  expect([first?.reference, second?.reference]).toEqual([`${name}:1`, `${name}:latest`]);
  expect(PushedImage.parse(structuredClone(first))).toEqual(first);
  expect(first).toMatchObject({
    imageId: scene.image.id,
    layerBytes: 3000,
    proved: true,
    identity: "configuration",
    pinned: `${name}@${first?.digest}`,
  });
  const heads = scene.server.requests.filter(({ method }) => method === "HEAD");
  expect(heads.slice(0, 6).map(({ path }) => path.replace("/v2/team/worker/", ""))).toEqual([
    ...["manifests/1", `manifests/${first?.digest}`, `blobs/${scene.image.id}`],
    ...LAYERS.map(({ digest }) => `blobs/${digest}`),
  ]);
  expect(scene.recorded).toEqual([]);
});

test("a tag that the registry doesn't hold afterwards was not pushed", async () => {
  await using scene = await openPushScene({ push: async () => `sha256:${"d".repeat(64)}` });
  await expect(scene.push()).rejects.toMatchObject({
    exitCode: 6,
    message: expect.stringContaining("does not hold all of it"),
    evidence: "The tag 1 is not found.",
  });
});

test("a tag that names another image than the pushed one is told of, with both digests", async () => {
  const pushed = `sha256:${"d".repeat(64)}`;
  await using scene = await openPushScene({
    push: async (put) => {
      put();
      return pushed;
    },
  });
  await expect(scene.push()).rejects.toMatchObject({
    message: expect.stringContaining("names another image than the one that was pushed"),
    evidence: expect.stringMatching(new RegExp(`^It names sha256:[0-9a-f]{64}; pushed was ${pushed}\\.$`)),
  });
});

test("a blob that is missing after the push is named", async () => {
  await using scene = await openPushScene({
    push: async (put) => {
      const digest = put();
      scene.server.lose(LAYERS[1]?.digest ?? "");
      return digest;
    },
  });
  await expect(scene.push()).rejects.toMatchObject({
    exitCode: 6,
    evidence: `The blob ${LAYERS[1]?.digest} of this image is not found.`,
  });
  expect(scene.arrived).toEqual([]);
});

test("an index whose image is missing was not pushed", async () => {
  const platform = { os: "linux", architecture: "amd64" };
  const manifests = [{ digest: `sha256:${"e".repeat(64)}`, size: 1, platform }];
  await using scene = await openPushScene({ push: async () => scene.server.put("1", { manifests }) });
  const info = await scene.engine.info();
  scene.engine.info = async () => ({ ...info, imageStore: "containerd" });
  await expect(scene.push()).rejects.toMatchObject({
    exitCode: 6,
    evidence: "Its manifest for linux/amd64 is not found.",
  });
});

test("another image's configuration was not pushed", async () => {
  await using scene = await openPushScene({
    push: async () =>
      scene.server.put("1", { config: { digest: `sha256:${"f".repeat(64)}`, size: 1 }, layers: [] }),
  });
  await expect(scene.push()).rejects.toThrow(/not the image/);
  const info = await scene.engine.info();
  // A store whose ids can't be compared is said to be one.
  scene.engine.info = async () => ({ ...info, imageStore: "containerd" });
  expect((await scene.push())[0]?.identity).toBe("digest-only");
});

test("where the engine names no digest, the tag's counts, and has to hold this image", async () => {
  await using scene = await openPushScene({
    push: async (put) => {
      put();
      return;
    },
  });
  const [pushed] = await scene.push();
  expect(pushed).toMatchObject({ identity: "configuration", pinned: expect.stringContaining("@sha256:") });

  await using other = await openPushScene({
    push: async () => {
      other.server.put("1", { config: { digest: `sha256:${"f".repeat(64)}`, size: 1 }, layers: [] });
      return;
    },
  });
  const info = await other.engine.info();
  other.engine.info = async () => ({ ...info, imageStore: "containerd" });
  await expect(other.push()).rejects.toThrow(/not the image/);
});

test.each(["registry.example/Worker:1", `registry.example/worker@sha256:${"a".repeat(64)}`])(
  "%s is refused before anything is pushed",
  async (bad) => {
    await using scene = await openPushScene();
    await expect(scene.push("1", bad.replace("registry.example/worker", "1"))).rejects.toThrow(UsageError);
    expect(scene.pushes()).toBe(0);
  },
);

test("what was pushed before a failure is said, with its digest, and so is what wasn't", async () => {
  await using scene = await openPushScene({
    push: async (put, number) => {
      if (number > 1) throw new RegistryError("The registry does not let this user push.");
      return put();
    },
  });
  await expect(scene.push("1", "2", "3")).rejects.toThrow("does not let this user push");
  const name = `${scene.server.address}/team/worker`;
  expect(scene.arrived.map(({ reference }) => reference)).toEqual([`${name}:1`]);
  expect(scene.ports.log.said("warn")).toEqual([
    `Pushed before the failure: ${name}:1@${scene.arrived[0]?.digest}. Not pushed: ${name}:2, ${name}:3.`,
  ]);
});
