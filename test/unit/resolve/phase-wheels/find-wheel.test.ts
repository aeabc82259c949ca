import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Http } from "../../../../src/ports/machine.ts";
import { findWheel, missingWheelError } from "../../../../src/resolve/phase-wheels/find-wheel.ts";
import { wheelFacts } from "../../../../src/resolve/phase-wheels/wheel-facts.ts";
import { ConflictError, RegistryError } from "../../../../src/text/errors.ts";
import { lockedWheel } from "../../../../src/wheels/hash-wheel.ts";
import { fetchHttp } from "../../../support/fetch-http.ts";
import { serveFiles } from "../../../support/file-server.ts";
import { MemoryCache } from "../../../support/memory-cache.ts";
import { SelfMovingClock } from "../../../support/self-moving-clock.ts";

const BYTES = new TextEncoder().encode("a wheel");
const HASH = createHash("sha256").update(BYTES).digest("hex");
const OWN = "flash_attn-2.8.3%2Bcu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl";

const facts = wheelFacts(
  "2.8.3",
  { version: "2.8.0+cu128", cudaVersion: undefined },
  { version: "3.12.1", machine: "x86_64" },
);

function template(origin: string): string {
  return `${origin}/flash_attn-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl`;
}

const http = fetchHttp;
const clock = new SelfMovingClock();
const ports = { http, clock };

test("a wheel that exists is found by its first byte", async () => {
  await using server = await serveFiles({ [OWN]: BYTES });

  expect(await findWheel(template(server.origin), facts, ports)).toEqual({
    found: true,
    url: `${server.origin}/${OWN}`,
    name: "flash_attn-2.8.3+cu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl",
    bytes: BYTES.length,
    etag: undefined,
  });
  expect(server.sentBytes()).toBe(1);
});

test("a missing one names those that exist, nearest first, within a bound", async () => {
  await using server = await serveFiles({
    [OWN.replace("2.8.3", "2.8.2")]: BYTES,
    [OWN.replace("torch2.8", "torch2.7")]: BYTES,
    [OWN.replaceAll("cp312", "cp311")]: BYTES,
  });
  const missing = await findWheel(template(server.origin), facts, ports);

  if (missing.found) throw new Error("there is no such wheel");
  expect(missing.alternatives.map((one) => one.words)).toEqual(["version 2.8.2", "torch 2.7", "Python 3.11"]);
  expect(server.requests.length).toBeLessThanOrEqual(17);
  const error = missingWheelError("attention", missing);
  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message).toBe(
    "Phase attention has no wheel for torch 2.8, CUDA 12.8, the new C++ ABI, cp312.",
  );
  expect(error.evidence).toBe(
    `missing: ${decodeURIComponent(OWN)} (${new URL(server.origin).host} answered 404)`,
  );
  expect(error.remedy?.split("\n")).toEqual([
    "There is a wheel for version 2.8.2: pin one of these.",
    "There is a wheel for torch 2.7 and Python 3.11, which takes another base or torch.",
    "`source_build: allowed` compiles it, which takes hours.",
  ]);
});

test("a host that fails while near ones are looked for still has said that there is none", async () => {
  await using server = await serveFiles({});
  const own = `${server.origin}/${OWN}`;
  const failing: Http = {
    request: (url, request) =>
      url === own ? http.request(url, request) : Promise.reject(new RegistryError("no more")),
  };

  expect(await findWheel(template(server.origin), facts, { http: failing, clock })).toMatchObject({
    found: false,
    status: 404,
    alternatives: [],
  });
});

test.each([403, 404, 410])("answer %s is a no", async (status) => {
  await using server = await serveFiles({});
  server.manner = status;

  expect(await findWheel(template(server.origin), facts, ports)).toMatchObject({
    found: false,
    alternatives: [],
  });
});

test.each([401, 429, 503])("answer %s is neither yes nor no", async (status) => {
  await using server = await serveFiles({});
  server.manner = status;

  await expect(findWheel(template(server.origin), facts, ports)).rejects.toBeInstanceOf(RegistryError);
});

test("the hash is worked out once and remembered", async () => {
  await using server = await serveFiles({ [OWN]: BYTES });
  const cache = new MemoryCache();
  const wheel = await findWheel(template(server.origin), facts, ports);
  if (!wheel.found) throw new Error("there is such a wheel");

  const first = await lockedWheel(wheel, { ...ports, cache });
  const asked = server.requests.length;
  const second = await lockedWheel(wheel, { ...ports, cache });

  expect(first).toEqual({ url: wheel.url, name: wheel.name, bytes: BYTES.length, sha256: HASH });
  expect(second).toEqual(first);
  expect(server.requests.length).toBe(asked);
});

test("a hash behind the address is taken as it is", async () => {
  await using server = await serveFiles({ [OWN]: BYTES });
  const given = "a".repeat(64);
  const wheel = await findWheel(`${template(server.origin)}#sha256=${given}`, facts, ports);
  if (!wheel.found) throw new Error("there is such a wheel");

  expect(await lockedWheel(wheel, { ...ports, cache: new MemoryCache() })).toMatchObject({
    url: `${server.origin}/${OWN}`,
    sha256: given,
  });
});

test("a host that knows no ranges sends the file once to be looked for, and once to be hashed", async () => {
  await using server = await serveFiles({ [OWN]: BYTES });
  server.manner = "whole";
  const wheel = await findWheel(template(server.origin), facts, ports);
  if (!wheel.found) throw new Error("there is such a wheel");

  expect(await lockedWheel(wheel, { ...ports, cache: new MemoryCache() })).toMatchObject({ sha256: HASH });
  expect(server.requests).toHaveLength(2);
});

test("a file that was replaced in place is hashed anew", async () => {
  await using server = await serveFiles({ [OWN]: BYTES });
  const wheel = await findWheel(template(server.origin), facts, ports);
  if (!wheel.found) throw new Error("there is such a wheel");
  const cache = new MemoryCache();
  await lockedWheel({ ...wheel, etag: '"old"' }, { ...ports, cache });
  const asked = server.requests.length;

  await lockedWheel({ ...wheel, etag: '"new"' }, { ...ports, cache });

  expect(server.requests.length).toBe(asked + 1);
});

test.each(["cut", "elsewhere", 404] as const)(
  "a host that answers %s gives no hash, and none is kept",
  async (manner) => {
    await using server = await serveFiles({ [OWN]: BYTES });
    const wheel = await findWheel(template(server.origin), facts, ports);
    if (!wheel.found) throw new Error("there is such a wheel");
    server.manner = manner;
    const cache = new MemoryCache();

    const error = await lockedWheel(wheel, { ...ports, cache }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RegistryError);
    expect((error as RegistryError).remedy).toContain("#sha256=");
    expect(cache.entries.size).toBe(0);
  },
);
