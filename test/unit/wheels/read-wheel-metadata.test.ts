import { expect, test } from "vitest";
import { createNodeHttp } from "../../../src/host/network/node-http.ts";
import { BuildError } from "../../../src/text/errors.ts";
import { readWheelMetadata } from "../../../src/wheels/read-wheel-metadata.ts";
import { serveFiles } from "../../support/file-server.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { SelfMovingClock } from "../../support/self-moving-clock.ts";
import { lockedFile, wheel } from "../../support/wheel.ts";

const http = createNodeHttp();
const clock = new SelfMovingClock();
const KERNELS = wheel({
  name: "demo_kernels",
  version: "2.8.3",
  files: { "model.bin": Buffer.alloc(90_000, "x") },
});

/** The wheel under another file name. */
const named = (fileName: string) => ({ ...KERNELS, fileName });

test("is read by ranges, and once", async () => {
  const file = named("demo_kernels-2.8.3+cu12torch2.8-cp312-cp312-linux_x86_64.whl");
  await using server = await serveFiles({ [file.fileName]: KERNELS.bytes });
  const ports = { http, clock, cache: new MemoryCache() };

  const first = await readWheelMetadata(lockedFile(file, server.origin), ports);
  const asked = server.requests.length;
  const second = await readWheelMetadata(lockedFile(file, server.origin), ports);

  expect(first).toBe("Metadata-Version: 2.1\nName: demo_kernels\nVersion: 2.8.3\n");
  expect(second).toBe(first);
  expect(server.requests.length).toBe(asked);
});

test.each(["other-2.8.3-py3-none-any.whl", "demo_kernels-2.8.4+cu12-py3-none-any.whl"])(
  "of another package than %s is no wheel of that name",
  async (fileName) => {
    await using server = await serveFiles({ [fileName]: KERNELS.bytes });
    const cache = new MemoryCache();

    const reading = readWheelMetadata(lockedFile(named(fileName), server.origin), { http, clock, cache });

    const error = await reading.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toContain('its metadata is of "demo_kernels 2.8.3"');
    expect(cache.entries.size).toBe(0);
  },
);
