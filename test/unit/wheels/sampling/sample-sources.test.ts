import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createNodeHttp } from "../../../../src/host/network/node-http.ts";
import { listWheel, sampleWheel } from "../../../../src/wheels/read-wheel-directory.ts";
import { EVERYTHING } from "../../../../src/wheels/sampling/look.ts";
import { FEATURES, sourceFeatures } from "../../../../src/wheels/sampling/source-features.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { MemoryCache } from "../../../support/memory-cache.ts";
import { readWheelDirectory } from "../../../support/read-wheel.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";
import { lockedFile, type Wheel, wheel } from "../../../support/wheel.ts";

const http = createNodeHttp();
const clock = new SelfMovingClock();
const KIB = 1024;

async function sampleOf(one: Wheel, changes: { bytes?: Buffer } = {}) {
  const bytes = changes.bytes ?? one.bytes;
  await using server = await serveFiles({ [one.fileName]: bytes });
  const locked = { ...lockedFile(one, server.origin), bytes: bytes.length };
  const { directory } = await readWheelDirectory(locked, { http, clock, cache: new MemoryCache() });
  return { sample: directory.sample, sentBytes: server.sentBytes(), requests: server.requests.length };
}

/** Python that doesn't compress away, so that a wheel of it is large. */
function noisy(bytes: number): string {
  return `value = "${randomBytes(bytes / 2).toString("hex")}"\n`;
}

describe("what a sample says of a wheel's Python", () => {
  test("is everything where the wheel lies in the tail that is read anyway", async () => {
    const files = {
      "a/__init__.py": "x = f(1)\n",
      "a/b.py": "class B:\n    pass\n",
      "a/data.txt": "words\n",
    };

    const { sample, requests } = await sampleOf(wheel({ name: "a", files }));

    const sum = FEATURES.map(
      (_, index) =>
        (sourceFeatures(files["a/__init__.py"])[index] ?? 0) + (sourceFeatures(files["a/b.py"])[index] ?? 0),
    );
    expect(sample).toMatchObject({ read: 1, files: 2, bytes: 9 + 18, features: sum });
    expect(requests).toBe(1);
  });

  test("says how little of files that repeat each other is left in a layer's archive", async () => {
    const text = noisy(6 * KIB);
    const alike = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`a/m${index}.py`, text]));
    const unlike = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`a/m${index}.py`, noisy(6 * KIB)]),
    );

    const [repeated, other] = [
      await sampleOf(wheel({ name: "a", files: alike })),
      await sampleOf(wheel({ name: "a", files: unlike })),
    ];

    expect(repeated.sample?.streamed?.text).toBeLessThan(0.4);
    expect(repeated.sample?.streamed?.bytecode).toBeLessThan(0.2);
    expect(other.sample?.streamed?.text).toBeGreaterThan(0.9);
  });

  test("says nothing of an archive where a plan can only glance at a little text", async () => {
    const one = wheel({ name: "a", files: { "a/m.py": noisy(40 * KIB) } });
    await using server = await serveFiles({ [one.fileName]: one.bytes });
    const cache = new MemoryCache();
    const listed = await listWheel(lockedFile(one, server.origin), { http, clock, cache });

    const { directory } = await sampleWheel(listed, { read: 1, streamed: 0.5 }, cache);

    expect(directory.sample).toMatchObject({ read: 1, streamed: null });
  });

  test("is nothing for a wheel without Python", async () => {
    expect((await sampleOf(wheel({ name: "a", files: { "a/data.txt": "words" } }))).sample).toBeNull();
  });

  test("isn't asked for where bytecode can't decide anything", async () => {
    const files = { "a/library.so": randomBytes(200 * KIB), "a/__init__.py": "x = 1\n" };

    expect((await sampleOf(wheel({ name: "a", files }))).sample).toBeNull();
  });

  test("stands for all files where only some are read", async () => {
    const sources = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`a/m${String(index).padStart(3, "0")}.py`, noisy(8 * KIB)]),
    );

    const one = wheel({ name: "a", files: sources });
    const { sample, sentBytes } = await sampleOf(one);

    const bytes = Object.values(sources).reduce((sum, text) => sum + text.length, 0);
    expect(sample?.bytes).toBeGreaterThan(0.95 * bytes);
    expect(sample?.bytes).toBeLessThan(1.05 * bytes);
    expect(sample?.files).toBeGreaterThan(90);
    expect(sample?.files).toBeLessThan(110);
    expect(sample?.read).toBeLessThan(0.3);
    expect(sentBytes).toBeLessThan(0.3 * one.bytes.length);
  });

  test("is all of them where a plan can afford it, by one request more", async () => {
    const sources = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`a/m${index}.py`, noisy(4 * KIB)]),
    );
    const one = wheel({ name: "a", files: { "a/model.bin": randomBytes(200 * KIB), ...sources } });
    await using server = await serveFiles({ [one.fileName]: one.bytes });
    const cache = new MemoryCache();
    const listed = await listWheel(lockedFile(one, server.origin), { http, clock, cache });

    const { directory, fetchedBytes } = await sampleWheel(listed, EVERYTHING, cache);

    const bytes = Object.values(sources).reduce((sum, text) => sum + text.length, 0);
    expect(directory.sample).toMatchObject({ read: 1, files: 40, bytes });
    expect(server.requests).toHaveLength(2);
    expect(fetchedBytes).toBe(server.sentBytes());
    expect(fetchedBytes).toBeLessThan(one.bytes.length - 190 * KIB);
  });

  test("is taken from the beginning of a file that is larger than what is read", async () => {
    const one = wheel({
      name: "a",
      files: { "a/big.py": noisy(400 * KIB), "a/tail.bin": randomBytes(40 * KIB) },
    });

    const { sample, sentBytes } = await sampleOf(one);

    expect(sample?.files).toBeCloseTo(1, 1);
    expect(sentBytes).toBeLessThan(90 * KIB);
  });

  test("is left out where the streams are damaged: the install will say so", async () => {
    const one = wheel({ name: "a", files: { "a/__init__.py": "x = 1\n".repeat(500) } });
    const bytes = Buffer.from(one.bytes);
    bytes.fill(0xff, 45, 60);

    const { sample } = await sampleOf(one, { bytes });

    expect(sample).toBeNull();
  });
});
