import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { legacySource, sourceDistribution } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

/** A recording for its tests, as encodec 0.1.1 brings: most of the download, and never installed. */
const RECORDING = { "test.wav": randomBytes(2_000_000) };
const MODULE =
  'def words(text):\n    """Splits."""\n    return [one.strip() for one in text.split(",")]\n'.repeat(50);

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const package_ = (name: string) => ({ [`${name}/__init__.py`]: MODULE, [`${name}/bad.py`]: "def :\n" });
  const files = [
    await sourceDistribution("recorded", packing("recorded"), {
      files: { ...package_("recorded"), ...RECORDING },
    }),
    await sourceDistribution("native", 'raise RuntimeError("a plan compiles nothing")', {
      files: {
        ...package_("native"),
        "csrc/fast.c": "int fast(int x) { return x; }\n".repeat(100),
        "tests/test_native.py": MODULE,
      },
    }),
    await sourceDistribution("endless", 'import time\nopen("/tmp/endless", "w")\ntime.sleep(600)', {
      files: package_("endless"),
    }),
    await legacySource("legacy", 'packages=["legacy"]', package_("legacy")),
    await legacySource(
      "needy",
      'packages=["needy"], setup_requires=["iniconfig"], cmdclass={"build_py": Needy}',
      package_("needy"),
      [
        "from setuptools.command.build_py import build_py",
        "class Needy(build_py):",
        "    def run(self):",
        "        import iniconfig",
        "        build_py.run(self)",
      ],
    ),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function run(verb: "plan" | "build", name: string, { folder = name, setting = "PIP_INDEX_URL" } = {}) {
  const phases = [{ name: "source", packages: [name] }];
  await place.write(`${folder}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  const outcome = await place.run([verb], { cwd: place.path(folder), env: { [setting]: index.url } });
  const plan = JSON.parse(await place.read(`${folder}/.surelayer/plan.json`)) as Plan;
  return { ...outcome, plan, distribution: plan.phases[0]?.distributions[0] };
}

test("a small pure source is built for the plan, which is then exact to the byte, bytecode included", async () => {
  const { exitCode, plan, distribution } = await run("build", "recorded");
  expect(plan.warnings.join()).not.toContain("its size is an estimate");
  expect(exitCode).toBe(0);
  expect(distribution).toMatchObject({ sizeSource: "built", bytecodeSource: "compiled", marginBytes: 0 });
  const report = await place.report("recorded");
  expect(report.built?.phases[0]?.actualBytes).toBe(plan.totals.installed);

  const downloads = index.requests.filter((one) => one.url.endsWith(".tar.gz")).length;
  const second = await run("plan", "recorded");
  expect(second.plan.totals.installed).toBe(plan.totals.installed);
  expect(index.requests.filter((one) => one.url.endsWith(".tar.gz"))).toHaveLength(downloads);
});

variation.each(["legacy", "needy"])(
  "%s, which names no build system, is built by the setuptools of the machine's own index",
  async (name) => {
    const { exitCode, plan, distribution } = await run("build", name, { setting: "PIP_EXTRA_INDEX_URL" });
    expect(exitCode).toBe(0);
    expect(distribution).toMatchObject({ sizeSource: "built", bytecodeSource: "compiled", marginBytes: 0 });
    const report = await place.report(name);
    expect(report.built?.phases[0]?.actualBytes).toBe(plan.totals.installed);
  },
);

test("of one with code to compile the source is looked through", async () => {
  const { exitCode, plan, distribution } = await run("plan", "native");
  expect(exitCode).toBe(0);
  expect(plan.warnings).toContain("native 1.0 exists only as source: its size is an estimate.");
  expect(distribution).toMatchObject({ sizeSource: "listed", bytecodeSource: "compiled" });
  const files = (distribution?.installedBytes ?? 0) - (distribution?.bytecodeBytes ?? 0);
  // The module, its code to compile and metadata; neither tests nor the build's own files.
  expect(files).toBeGreaterThan(MODULE.length + 3000);
  expect(files).toBeLessThan(MODULE.length + 3000 + 1500);
  expect(distribution?.marginBytes).toBeGreaterThan(3000);
});

variation("one whose build doesn't end is stopped, and looked through", async () => {
  const { exitCode, distribution, pid } = await run("plan", "endless");
  expect(exitCode).toBe(0);
  expect(distribution).toMatchObject({ sizeSource: "listed" });
  expect(await place.leftBy(pid)).toEqual([]);
});
