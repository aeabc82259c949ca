import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { saveImage } from "../support/saved-image.ts";
import { Workplace } from "../support/workplace.ts";

const PARTS = 60;

/** Many files, so that an installer that writes two wheels at a time leaves some of each. */
function parts(owner: string): Readonly<Record<string, string>> {
  const names = Array.from({ length: PARTS }, (_, index) => `common/part${index}.py`);
  const tests = { "tests/__init__.py": `owner = "${owner}"\n` };
  return { ...tests, ...Object.fromEntries(names.map((name) => [name, `owner = "${owner}"\n`])) };
}

const tool = (module: string) => `[console_scripts]\ntool = ${module}:main\n`;
const FILLERS = Array.from({ length: 12 }, (_, index) => `filler-${index}`);

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const alpha = { ...parts("alpha"), "common/__init__.py": "", "alpha.py": "" };
  const beta = { ...parts("beta"), "common/__init__.py": "", "beta.py": "", "common/only.py": "" };
  const files = [
    wheel({ name: "alpha", files: alpha, requires: ["beta"], entryPoints: tool("alpha") }),
    wheel({ name: "beta", files: beta, entryPoints: tool("beta") }),
    wheel({ name: "alpha", version: "0.9", files: { ...alpha, "common/only.py": "old = True\n" } }),
    wheel({ name: "torch", files: { "functorch/__init__.py": "kept = True\n" } }),
    wheel({ name: "functorch", files: { "functorch/__init__.py": "kept = False\n" } }),
    wheel({ name: "tests-only", files: { "tests/__init__.py": "" } }),
    // A phase is downloaded beforehand where its own peak leaves room for that.
    wheel({
      name: "bulky",
      files: { "bulky/noise": randomBytes(6_000_000), "bulky/zeros": Buffer.alloc(2_000_000) },
    }),
    ...FILLERS.map((name) => wheel({ name })),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

interface Job {
  readonly phases: readonly object[];
  readonly installer?: string;
  readonly base?: string;
  readonly more?: object;
}

async function run(verb: string, name: string, { phases, installer = "uv", base, more }: Job) {
  const install = { installer, first_delay: "1s" };
  const manifest = { version: 1, name, base: { image: base ?? place.base }, phases, install, ...more };
  await place.write(`${name}/install.yml`, manifest);
  const done = await place.run([verb], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...done, report: await place.report(name) };
}

/** Digest by path of what the last layer has of the two packages. */
async function contentOf(image: string, base = place.base): Promise<Readonly<Record<string, string>>> {
  const { RootFS } = await place.docker.getImage(base).inspect();
  const { layers } = await saveImage(place.docker, image, RootFS.Layers?.length ?? 0);
  const own = (layers.at(-1) ?? []).filter((one) => /\/(?:common|tests|alpha|beta|tool)\b/.test(one.name));
  return Object.fromEntries(
    own
      .filter((one) => one.type === "file")
      .map((one) => [one.name, createHash("sha256").update(one.content).digest("hex")] as const)
      .sort(),
  );
}

async function textIn(image: string, path: RegExp): Promise<string> {
  const { layers } = await saveImage(place.docker, image, 0);
  const found = layers.flat().findLast((one) => path.test(one.name));
  return found?.content.toString() ?? "";
}

/** Both in one phase; the manifest names `alpha` alone, whose name is the first. */
const both = (filler: string) => [{ name: "both", packages: ["alpha", filler], imports: ["common.only"] }];

const isOf = (owner: string) => (content: string) => content.includes(`owner = "${owner}"`);

test("who wins is in the plan, and comes true", async () => {
  const { exitCode, stderr, report } = await run("build", "once", { phases: both("filler-0") });

  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(report.plan?.clashes).toMatchObject([
    { winner: { name: "alpha", phase: "both" }, loser: { name: "beta", phase: "both" }, files: PARTS + 2 },
  ]);
  expect(await place.read("once/.surelayer/summary.md")).toContain(
    `alpha 1.0 of both wins over beta 1.0: they bring other content for common/part0.py and ${PARTS + 1} more`,
  );
  const { layers } = await saveImage(place.docker, report.built?.imageId ?? "", 0);
  const texts = layers
    .flat()
    .filter((one) => /-packages\/(?:common\/part\d+|tests\/__init__)\.py$/.test(one.name));
  expect(texts).toHaveLength(PARTS + 1);
  expect(texts.map((one) => one.content.toString()).filter((text) => !isOf("alpha")(text))).toEqual([]);
  expect(await textIn(report.built?.imageId ?? "", /\/bin\/tool$/)).toContain("from alpha import main");
});

variations("the layer has the same bytes", () => {
  const first: Record<string, Readonly<Record<string, string>>> = {};

  test.each([
    ["uv", 1],
    ["uv", 2],
    ["uv", 3],
    ["pip", 4],
    ["pip", 5],
    ["pip", 6],
  ] as const)("with %s, build %i", async (installer, number) => {
    const job = { phases: both(`filler-${number}`), installer };
    const { report } = await run("build", `same-${number}`, job);

    const content = await contentOf(report.built?.imageId ?? "");
    first[installer] ??= content;
    expect(content).toEqual(first[installer]);
    const sources = (of: typeof content) =>
      Object.entries(of).filter(([path]) => /\/(?:common|tests)\/\w+\.py$/.test(path));
    expect(sources(content)).toEqual(sources(first["uv"] ?? {}));
    expect(sources(content).length).toBeGreaterThan(PARTS);
  });

  // As often as the installer itself asks.
  test.each([
    ["uv", "beta", 7, 4],
    ["uv", "alpha", 8, 4],
    ["pip", "beta", 9, 6],
  ] as const)("with %s, after a try in which %s failed", async (installer, failing, number, times) => {
    index.fail(`${failing}-1.0-py3-none-any.whl`, 503, times);
    const { report } = await run("build", `tried-${number}`, { phases: both(`filler-${number}`), installer });

    expect(report.journal.attempts).toHaveLength(1);
    expect(await contentOf(report.built?.imageId ?? "")).toEqual(first[installer]);
  });

  test("with files that were downloaded beforehand", async () => {
    const phases = [
      { name: "first", packages: ["filler-10"], imports: ["filler_10"] },
      { name: "both", packages: ["alpha", "bulky"], imports: ["common.only"] },
    ];
    const { report } = await run("build", "ahead", { phases });

    expect(report.journal.prefetches).toMatchObject([{ phase: "both", files: 3 }]);
    expect(await contentOf(report.built?.imageId ?? "")).toEqual(first["uv"]);
  });
});

variation("an older winner of the base takes nothing of the loser's with it", async () => {
  const old = await run("build", "old", { phases: [{ name: "old", packages: ["alpha==0.9", "filler-11"] }] });
  const base = `surelayer-test-base:${place.id}-old`;
  await place.derive(old.report.built?.imageId ?? "", base);

  const phases = [{ name: "both", packages: ["alpha==1.0"], imports: ["common.only"] }];
  const { exitCode, stderr, report } = await run("build", "newer", { phases, base });
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  const image = report.built?.imageId ?? "";
  expect(await textIn(image, /\/common\/part0\.py$/)).toContain("alpha");
  expect(await textIn(image, /\/common\/only\.py$/)).toBe("");
});

variations("a plan is refused", () => {
  test("where an earlier phase would lose modules", async () => {
    const phases = [
      { name: "one", packages: ["beta"], imports: ["beta"] },
      { name: "two", packages: ["alpha"], imports: ["alpha"] },
    ];
    const { exitCode, stderr } = await run("plan", "two-phases", { phases });

    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      `alpha 1.0 of phase two would overwrite ${PARTS} modules of beta 1.0 from phase one`,
    );
    expect(stderr).toContain("`environment: isolated`");
    const alone = [phases[0] ?? {}, { ...phases[1], environment: "isolated" }];
    expect((await run("plan", "isolated", { phases: alone })).exitCode).toBe(0);
    const optional = [phases[0] ?? {}, { ...phases[1], optional: true }];
    const left = await run("plan", "optional", { phases: optional });
    expect(left.exitCode).toBe(0);
    expect(left.stdout).toMatch(/two is left out: alpha 1\.0 of phase two would overwrite/);
  });

  test("for any clash where the manifest says so", async () => {
    const phases = [{ name: "both", packages: ["tests-only", "beta"] }];
    const { exitCode, stderr } = await run("plan", "refuse", { phases, more: { file_clashes: "refuse" } });

    expect(exitCode).toBe(4);
    expect(stderr).toContain("tests/__init__.py; `file_clashes: refuse` forbids it");
    expect((await run("plan", "wins", { phases })).exitCode).toBe(0);
  });

  test("where a kept package of the base would lose modules", async () => {
    const kept = await run("build", "kept", { phases: [{ name: "torch", packages: ["torch"] }] });
    const base = `surelayer-test-base:${place.id}-torch`;
    await place.derive(kept.report.built?.imageId ?? "", base);
    const phases = [{ name: "more", packages: ["functorch"] }];

    const { exitCode, stderr } = await run("plan", "beside-kept", { phases, base });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("would overwrite a module of the base's torch 1.0, which is kept");
    expect((await run("plan", "not-kept", { phases, base, more: { keep: [] } })).exitCode).toBe(0);
  });
});
