import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FaultIndex } from "../support/fault-index.ts";
import type { Fault } from "../support/faults/fault.ts";
import { wheel } from "../support/python-packages.ts";
import { noise } from "./cases/scenes.ts";

/** The faults arrive as they are meant to: a suite on an index that only pretends to break would prove nothing. */
const FILE = wheel({ name: "lib", files: noise("lib", 300_000) });
const PAST_ITS_MIDDLE = 200_000;

let index: FaultIndex;
beforeEach(async () => {
  index = new FaultIndex({ host: "127.0.0.1", files: [FILE] });
  await index.start();
});
afterEach(async () => {
  await index.stop();
});

const address = (path: string) => `http://${index.address}${path}`;
const download = (init: RequestInit = {}) => fetch(address(`/files/${FILE.name}`), init);

async function hashOf(response: Response): Promise<string> {
  return createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
}

function breakFiles(fault: Fault): void {
  index.inject({ subject: "file", fault, when: { first: 1 } });
}

test("without a rule, files come whole, and every byte is counted", async () => {
  expect(await hashOf(await download())).toBe(FILE.sha256);
  await (await download({ headers: { range: "bytes=-100" } })).arrayBuffer();
  await (await fetch(address("/simple/lib/"))).text();
  expect(index.traffic.visits.map((one) => [one.subject, one.name])).toEqual([
    ["file", FILE.name],
    ["part", FILE.name],
    ["page", "lib"],
  ]);
  expect(index.traffic.downloaded()).toEqual(new Map([[FILE.name, FILE.content.length]]));
});

describe("a fault strikes once, and the next request finds all well", () => {
  test("a status", async () => {
    breakFiles({ kind: "status", status: 429, headers: { "retry-after": "7" } });
    const refused = await download();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await hashOf(await download())).toBe(FILE.sha256);
    expect(index.traffic.visits.map((one) => one.fault)).toEqual(["status 429", null]);
  });

  test("a reset before the answer", async () => {
    breakFiles({ kind: "reset", afterBytes: 0 });
    await expect(download()).rejects.toThrow("fetch failed");
    expect(await hashOf(await download())).toBe(FILE.sha256);
  });

  test.each([
    { kind: "reset", afterBytes: PAST_ITS_MIDDLE },
    { kind: "truncated", afterBytes: PAST_ITS_MIDDLE, announced: true },
  ] satisfies Fault[])("a body that breaks off: $kind", async (fault) => {
    breakFiles(fault);
    await expect(download().then(hashOf)).rejects.toThrow("terminated");
    expect(index.traffic.visits[0]?.bytes).toBe(PAST_ITS_MIDDLE);
    expect(await hashOf(await download())).toBe(FILE.sha256);
  });

  test("a body that seems whole and is not", async () => {
    breakFiles({ kind: "truncated", afterBytes: PAST_ITS_MIDDLE, announced: false });
    const cut = await download();
    expect((await cut.arrayBuffer()).byteLength).toBe(PAST_ITS_MIDDLE);
  });

  test.each([{ kind: "corrupt" }, { kind: "replaced", content: Buffer.from("another") }] satisfies Fault[])(
    "wrong bytes: $kind",
    async (fault) => {
      breakFiles(fault);
      expect(await hashOf(await download())).not.toBe(FILE.sha256);
      expect(await hashOf(await download())).toBe(FILE.sha256);
    },
  );

  test("a body that stops", async () => {
    breakFiles({ kind: "stalled", afterBytes: 1000 });
    await expect(download({ signal: AbortSignal.timeout(500) }).then(hashOf)).rejects.toThrow("timeout");
    expect(index.traffic.visits[0]?.bytes).toBe(1000);
  });

  test("a slow body", async () => {
    breakFiles({ kind: "slow", bytesPerSecond: 500_000 });
    const begun = performance.now();
    expect(await hashOf(await download())).toBe(FILE.sha256);
    expect(performance.now() - begun).toBeGreaterThan(500);
  });

  test("nobody listens for a while", async () => {
    breakFiles({ kind: "unreachable", seconds: 0.5 });
    await expect(download()).rejects.toThrow("fetch failed");
    await expect(download()).rejects.toThrow("fetch failed");
    await expect.poll(() => download().then(hashOf, () => ""), { timeout: 3000 }).toBe(FILE.sha256);
  });
});

test("a rule that spreads concerns everything once it has begun", async () => {
  const fault: Fault = { kind: "status", status: 503 };
  index.inject({ subject: "file", fault, when: { seconds: 0.3 }, spreads: true });
  const part = async () => (await download({ headers: { range: "bytes=0-9" } })).status;
  const statuses = [await part(), (await download()).status, await part()];
  expect(statuses).toEqual([206, 503, 503]);
  await expect.poll(part, { timeout: 3000 }).toBe(206);
});

test("a rule for some seconds ends by itself, and one for every nth request strikes every nth", async () => {
  index.inject({ subject: "page", fault: { kind: "status", status: 503 }, when: { seconds: 0.3 } });
  index.inject({ subject: "file", fault: { kind: "status", status: 500 }, when: { every: 3 } });
  const page = async () => (await fetch(address("/simple/lib/"))).status;
  expect([await page(), await page()]).toEqual([503, 503]);
  await expect.poll(page, { timeout: 3000 }).toBe(200);
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await download()).status);
  expect(statuses).toEqual([200, 200, 500, 200, 200, 500]);
});
