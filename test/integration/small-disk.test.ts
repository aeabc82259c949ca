import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { FULL, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { type PackageFile, wheel } from "../support/python-packages.ts";
import { SecondEngine } from "../support/second-engine.ts";
import { ignoreAbsent, Workplace } from "../support/workplace.ts";

/** 1.5 GB, in the units of a mount. */
const DISK_MIB = 1430;
const RESERVE_MB = 100;

const STACK = ["first", "second", "third", "fourth"];
/**
 * Of what a plan may use of the disk, for each of them. As one layer they need 8 shares, or 12 with the compressed copy that
 * containerd keeps; as two layers 6, or 10.
 */
const SHARE = { "graph-driver": 0.14, containerd: 0.095 };

let place: Workplace;
let engine: SecondEngine;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  engine = await SecondEngine.start(DISK_MIB);
  await engine.load(await place.docker.getImage(place.base).get());
  foreigners = await Foreigners.open(place, engine.docker);
  const { imageStore } = await engine.info();
  const bytes = Math.round(SHARE[imageStore] * ((await engine.disk()).free - RESERVE_MB * 1e6));
  const files = [wheel({ name: "small" }), ...STACK.map((name) => noise(name, bytes))];
  const huge = FULL ? [blank("huge", 1e9)] : [];
  index = new PackageIndex({ host: engine.gateway, files: [...files, ...huge] });
  await index.start();
}, 300_000);
afterEach(async () => {
  await foreigners.expectUntouched();
  for (const { RepoTags } of await engine.docker.listImages()) {
    for (const tag of RepoTags?.filter((one) => one.startsWith("surelayer")) ?? []) {
      if (tag !== place.base) await engine.docker.getImage(tag).remove().catch(ignoreAbsent);
    }
  }
});
afterAll(async () => {
  await index?.stop();
  await engine?.stop();
  await place?.close();
});

/** A wheel that is as large on its way as it is installed. */
function noise(name: string, bytes: number): PackageFile {
  return wheel({ name, files: { [`${name}/__init__.py`]: "", [`${name}/noise`]: randomBytes(bytes) } });
}

/** A wheel that takes room only where it is installed. */
function blank(name: string, bytes: number): PackageFile {
  const part = Buffer.alloc(bytes / 10);
  const parts = Array.from({ length: 10 }, (_, index) => [`${name}/${index}`, part] as const);
  return wheel({ name, files: { [`${name}/__init__.py`]: "", ...Object.fromEntries(parts) } });
}

async function build(name: string, phases: readonly object[]) {
  await place.write(`${name}/install.yml`, {
    ...{ version: 1, name, base: { image: place.base }, phases },
    disk: { reserve: `${RESERVE_MB}MB` },
    image: { bytecode: "none" },
  });
  const env = { DOCKER_HOST: engine.address, PIP_INDEX_URL: index.url };
  const run = await place.run(["build"], { cwd: place.path(name), env });
  return { ...run, report: await place.report(name) };
}

/** Everything that the engine keeps, by name or id. */
async function held() {
  const { docker } = engine;
  const { Volumes } = await docker.listVolumes();
  return {
    containers: (await docker.listContainers({ all: true })).map((one) => one.Id),
    images: (await docker.listImages({ all: true })).map((one) => one.Id),
    volumes: (Volumes ?? []).map((one) => one.Name),
  };
}

/** Wheels that were asked for whole. */
function downloads(): readonly string[] {
  return index.requests.filter((one) => one.method === "GET" && one.status === 200).map((one) => one.url);
}

variation("a plan that needs 2 GB is refused with numbers, and nothing is more than before", async () => {
  const before = await held();
  const { exitCode, stderr, report } = await build("needs-2gb", [
    { name: "huge", packages: ["huge"], imports: ["huge"] },
  ]);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(
    /error: needs-2gb does not fit: needs 2\.0\d GB at its peak and leaves 100 MB free; 1\.\d\d GB are free; ([\d.]+ [MG]B) are missing\.\n {2}→ Free \1 .*\n.*The largest package is huge 1\.0 with 1\.00 GB\./,
  );
  expect(report.plan?.verdict).toMatchObject({ fits: false, strategy: "refused" });
  expect(await held()).toEqual(before);
  expect(downloads().filter((url) => url.endsWith(".whl"))).toEqual([]);
});

variation(
  "what fits only without its optional phase is built without it, and everything says so",
  async () => {
    const { exitCode, stdout, report } = await build("degraded", [
      { name: "core", packages: ["small"], imports: ["small"] },
      { name: "extra", packages: ["huge"], imports: ["huge"], optional: true },
    ]);
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ outcome: "degraded", plan: { verdict: { strategy: "degraded" } } });
    const [core, extra] = report.built?.phases ?? [];
    expect([core?.status, extra?.status]).toEqual(["installed", "left-out"]);
    expect(extra?.failure).toMatch(/^left out: with extra it would need 2\.0\d GB/);
    expect(stdout).toMatch(
      /degraded: built without the optional phase extra\. .*with extra it would need 2\.0\d GB/,
    );
    const { Config } = await engine.docker.getImage("surelayer/degraded:built").inspect();
    expect(Config.Labels).toMatchObject({
      "dev.surelayer.phases": "core",
      "dev.surelayer.degraded": "extra",
    });
    expect(downloads().filter((url) => url.includes("huge") && url.endsWith(".whl"))).toEqual([]);
  },
);

test("what fits only in several layers is split, and really builds on that disk", async () => {
  const { exitCode, report } = await build("split", [{ name: "stack", packages: STACK, imports: STACK }]);
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({
    outcome: "succeeded",
    plan: { verdict: { fits: true, strategy: "split" } },
  });
  const layers = report.plan?.phases[0]?.layers ?? [];
  expect(layers.length).toBeGreaterThan(1);
  expect(layers.flat().sort()).toEqual([...STACK].sort());
  // Whatever the plan left free stayed free, also at the worst moment.
  expect(report.journal.disk?.lowest?.freeBytes).toBeGreaterThan(RESERVE_MB * 1e6);

  const image = engine.docker.getImage("surelayer/split:built");
  const history: readonly { readonly Comment: string; readonly Size: number }[] = await image.history();
  const committed = history.filter((one) => one.Comment === "surelayer phase stack");
  expect(committed.filter((one) => one.Size > 50e6)).toHaveLength(layers.length);
  const probe = `import ${STACK.join(", ")}; print("all are here")`;
  expect(await foreigners.runOnce("surelayer/split:built", ["python3", "-c", probe])).toBe("all are here\n");
});

variation(
  "a split build that was interrupted is gone on with: what is finished is neither counted nor written again",
  async () => {
    const phases = [{ name: "stack", packages: STACK, imports: STACK }];
    // Of equally large ones the last by name is in the last layer.
    const last = `${STACK.toSorted().at(-1)}-1.0-py3-none-any.whl`;
    index.fail(last, 404, 100);
    const broken = await build("resumed", phases);
    index.fail(last, 404, 0);
    expect(broken.report).toMatchObject({ outcome: "failed", plan: { verdict: { strategy: "split" } } });
    const layers = broken.report.plan?.phases[0]?.layers ?? [];
    const finished = layers.slice(0, -1).flat();
    expect(finished.length).toBeGreaterThan(0);

    index.requests.length = 0;
    const { exitCode, stderr, stdout, report } = await build("resumed", phases);
    expect(exitCode, stderr).toBe(0);
    expect(report.plan?.phases[0]?.layers).toEqual(layers);
    expect(report.plan?.verdict).toMatchObject({ fits: true, strategy: "split" });
    const there = report.plan?.phases[0]?.disk.slice(0, -1) ?? [];
    const keeps = report.plan?.disk.keepsCompressed === true;
    const present = there.reduce((sum, one) => sum + one.blocks + (keeps ? one.compressed : 0), 0);
    expect(present).toBeGreaterThan(0);
    expect(report.plan?.verdict.presentBytes).toBe(present);
    expect(stdout).toMatch(/at its peak, beside \d+ MB of finished layers, and leaves 100 MB free/);
    const written = downloads().flatMap((url) => /([a-z]+)-1\.0\S+\.whl$/.exec(url)?.[1] ?? []);
    expect(written.toSorted()).toEqual(layers.at(-1));
    expect(report.journal.disk?.lowest?.freeBytes).toBeGreaterThan(RESERVE_MB * 1e6);
    const probe = `import ${STACK.join(", ")}; print("all are here")`;
    expect(await foreigners.runOnce("surelayer/resumed:built", ["python3", "-c", probe])).toBe(
      "all are here\n",
    );
  },
);
