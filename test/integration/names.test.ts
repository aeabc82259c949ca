import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameImage } from "../../src/image/name-image.ts";
import { NetworkBudget } from "../../src/retry/network-budget.ts";
import { EngineError } from "../../src/text/errors.ts";
import { Foreigners } from "../support/foreigners.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { openRealEngine } from "../support/real-engine.ts";
import { expectRefusal } from "../support/refusal.ts";
import { BUILT } from "../support/reports.ts";
import { testPorts } from "../support/test-ports.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "core" })] });
  await index.start();
  await place.write("sample.wav", new Uint8Array(100));
  await place.write("sample.txt", "Morning.");
  await place.write("app/surelayer_runtime/__init__.py", "");
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

const ANSWER = {
  ...{ engine: "tested", duration_s: 1, pronunciations: [], tries: [] },
  words: [{ word: "morning", start: 0, end: 1, confidence: null }],
};
const SPEAKS = `print(${JSON.stringify(JSON.stringify(ANSWER))})`;

/** Builds an image whose word-timing chain is this program. */
async function build(chain: string, ...tags: readonly string[]) {
  const run = await start(chain, ...tags);
  return { ...(await run.outcome), pid: run.pid };
}

async function start(chain: string, ...tags: readonly string[]) {
  await place.write("app/surelayer_runtime/__main__.py", chain);
  await place.write("install.yml", {
    ...{ version: 1, name: "named", base: { image: place.base } },
    phases: [{ name: "core", packages: ["core"] }],
    files: [{ from: "app", to: "/app" }],
    workdir: "/app",
    verify: { timings: { audio: "sample.wav", text: "sample.txt", coverage: 1 } },
  });
  const args = ["build", ...tags.flatMap((one) => ["-t", one])];
  return place.start(args, { env: { PIP_INDEX_URL: index.url } });
}

const idOf = (name: string) =>
  place.docker
    .getImage(name)
    .inspect()
    .then(
      ({ Id }) => Id,
      () => undefined,
    );

test("a name stays on the image that passed, until another one passes", async () => {
  const [prod, next] = [`test-${place.id}/worker:prod`, `test-${place.id}/worker:next`];
  const good = await build(SPEAKS, prod);
  expect(good.stderr).not.toContain("error");
  const old = (await place.report()).built?.imageId;
  expect(await idOf(prod)).toBe(old);

  const bad = await build("raise RuntimeError('no model')", prod, next);
  expect(bad.exitCode).toBe(1);
  expect(await idOf(prod)).toBe(old);
  const unverified = (await place.report()).built?.imageId ?? "";
  expect(unverified).not.toBe(old);
  expect(bad.stderr).toContain(`The image is on this engine for a look, as ${unverified};`);
  expect(bad.stderr).toContain(`its names were not moved: ${prod}, ${next}.`);
  expect(await idOf(next)).toBeUndefined();

  // It has its layer's name, so that no pruning of images without a name takes it.
  const { RepoTags } = await place.docker.getImage(unverified).inspect();
  expect(RepoTags).toEqual([expect.stringMatching(/^surelayer-layer:[0-9a-f]{40}$/)]);
  const dangling = await place.docker.listImages({ filters: { dangling: ["true"] } });
  expect(dangling.map((one) => one.Id)).not.toContain(unverified);

  expect((await build(`${SPEAKS}  # mended`, prod, next)).exitCode).toBe(0);
  const mended = (await place.report()).built?.imageId;
  expect([await idOf(prod), await idOf(next)]).toEqual([mended, mended]);
  expect([old, unverified]).not.toContain(mended);
  expect(await foreigners.runOnce(unverified, ["cat", "/app/surelayer_runtime/__main__.py"])).toContain(
    "no model",
  );
});

variation("a name stays where it is when a run is interrupted before it moves", async () => {
  const name = `test-${place.id}/worker:kept`;
  expect((await build(SPEAKS, name)).exitCode).toBe(0);
  const old = await idOf(name);

  const run = await start("import time\ntime.sleep(600)", name);
  await expect
    .poll(() => place.leftBy(run.pid), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/-smoke$/));
  run.kill("SIGINT");

  expect((await run.outcome).exitCode).toBe(130);
  expect((await place.report()).built).toMatchObject({ references: [] });
  expect(await idOf(name)).toBe(old);
  expect(await place.leftBy(run.pid)).toEqual([]);
});

variation("names that can't all be moved are put back on a real engine, too", async () => {
  const [first, second, third] = ["first", "second", "third"].map(
    (one) => `test-${place.id}/together:${one}`,
  );
  const { engine } = await openRealEngine();
  const base = await idOf(place.base);
  const other = await idOf(`somebody-elses-${place.id}:1`);
  await engine.tagImage(other ?? "", first ?? "");
  const fault = new EngineError("refused");
  const tag = engine.tagImage.bind(engine);
  engine.tagImage = async (image, reference) => {
    if (reference.endsWith(":third")) throw fault;
    await tag(image, reference);
  };
  const ports = testPorts({ engine });
  const image = { ...BUILT, imageId: base ?? "" };
  const names = [first, second, third].map((one) => one ?? "");

  await expect(nameImage(image, names, new NetworkBudget(1000), ports)).rejects.toBe(fault);

  expect(await Promise.all(names.map(idOf))).toEqual([other, undefined, undefined]);
  expect(await idOf(place.base)).toBe(base);
});

describe("a command line", () => {
  test.each([
    {
      what: "with a manifest after -t",
      args: ["build", "-t", "a/b:1", "other.yml"],
      says: /^error: The manifest other\.yml can't be read/,
    },
    {
      what: "with a file as a name",
      args: ["build", "-t", "a/b:1", "-t", "sample.txt"],
      says: /^error: sample\.txt is a file here.*\n {2}→ Each --tag takes one value\..*surelayer build sample\.txt --tag NAME/,
    },
    {
      what: "with a name of Surelayer's own",
      args: ["build", "-t", "surelayer-layer:mine"],
      says: /^error: The image can't be named surelayer-layer:mine: .*\n {2}→ Write another name, such as /,
    },
    {
      what: "with a name twice",
      args: ["build", "-t", "a", "-t", "a:latest"],
      says: /^error: a and a:latest are the same name: .*\n {2}→ Give each name once\./,
    },
  ])("$what", async ({ args, says }) => {
    await expectRefusal(place, await place.run(args), 2, says);
  });
});
