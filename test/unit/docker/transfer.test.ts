import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { followTransfer } from "../../../src/docker/transfer.ts";
import type { TransferProgress } from "../../../src/ports/engine.ts";

async function follow(lines: readonly object[]) {
  const seen: TransferProgress[] = [];
  const text = lines.map((line) => `${JSON.stringify(line)}\r\n`).join("");
  const digest = await followTransfer(Readable.from([Buffer.from(text)]), (progress) => seen.push(progress));
  return { digest, seen };
}

test("progress is summed over the layers of a pull", async () => {
  const { seen } = await follow([
    { status: "Pulling from team/worker", id: "1.0" },
    { status: "Already exists", id: "a" },
    { status: "Pulling fs layer", id: "b", progressDetail: {} },
    { status: "Pulling fs layer", id: "c", progressDetail: {} },
    { status: "Downloading", id: "b", progressDetail: { current: 10, total: 100 } },
    { status: "Downloading", id: "c", progressDetail: { current: 5, total: 50 } },
    { status: "Download complete", id: "c", progressDetail: {} },
    { status: "Downloading", id: "b", progressDetail: { current: 100, total: 100 } },
    { status: "Extracting", id: "b", progressDetail: { current: 30, total: 100 } },
    { status: "Pull complete", id: "b", progressDetail: {} },
    { status: "Pull complete", id: "c", progressDetail: {} },
    { status: "Digest: sha256:abc" },
  ]);
  expect(seen.map(({ bytes, totalBytes }) => `${bytes}/${totalBytes}`)).toEqual([
    ...["0/0", "0/0", "0/0", "10/100", "15/150", "60/150", "150/150", "150/150", "150/150", "150/150"],
  ]);
  expect(seen.at(-1)?.status).toBe("3 of 3 layers");
});

test("a push answers its digest and never more than everything", async () => {
  const { digest, seen } = await follow([
    { status: "The push refers to repository [registry.example/worker]" },
    { status: "Preparing", id: "a", progressDetail: {} },
    { status: "Layer already exists", id: "b", progressDetail: {} },
    { status: "Pushing", id: "a", progressDetail: { current: 512, total: 1000 } },
    { status: "Pushing", id: "a", progressDetail: { current: 1200, total: 1000 } },
    { status: "Pushed", id: "a", progressDetail: {} },
    { status: "1.0: digest: sha256:abc size: 528" },
    { progressDetail: {}, aux: { Tag: "1.0", Digest: "sha256:abc", Size: 528 } },
  ]);
  expect(digest).toBe("sha256:abc");
  expect(seen.map(({ bytes }) => bytes)).toEqual([0, 0, 512, 1000, 1000]);
});

test("a containerd store names the digest of a push in words only", async () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const named = await follow([
    { status: "The push refers to repository [registry.example/worker]" },
    { status: "Pushed", id: "a" },
    { status: `1.0: digest: ${digest} size: 528` },
  ]);
  expect(named.digest).toBe(digest);
  expect((await follow([{ status: "1.0: digest: sha256:abc size: 528" }])).digest).toBeUndefined();
});

test("numbers that an engine repeats are no progress, and a new beginning is", async () => {
  const pushing = (current: number) => ({
    status: "Pushing",
    id: "a",
    progressDetail: { current, total: 9 },
  });
  const { seen } = await follow([pushing(5), pushing(5), pushing(5), pushing(1), pushing(1), pushing(2)]);
  expect(seen.map(({ bytes }) => bytes)).toEqual([5, 5, 5]);
});

test("an engine that tries again by itself is seen to go on", async () => {
  const { seen } = await follow([
    { status: "Pushing", id: "a", progressDetail: { current: 512, total: 1000 } },
    { status: "Retrying in 2 seconds", id: "a", progressDetail: {} },
    { status: "Retrying in 1 second", id: "a", progressDetail: {} },
    { status: "Pushing", id: "a", progressDetail: { current: 256, total: 1000 } },
  ]);
  expect(seen.map(({ status }) => status)).toEqual([
    "0 of 1 layers",
    "0 of 1 layers; retrying in 2 seconds",
    "0 of 1 layers; retrying in 1 second",
    "0 of 1 layers",
  ]);
});

test.each([[{ errorDetail: { message: "denied" }, error: "denied" }], [{ error: "denied" }]])(
  "an error inside the stream is thrown: %j",
  async (line) => {
    await expect(
      follow([{ status: "Pushing", id: "a" }, line, { status: "Pushed", id: "a" }]),
    ).rejects.toThrow("denied");
  },
);
