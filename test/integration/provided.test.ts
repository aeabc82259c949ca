import { afterAll, beforeAll, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { prepareBase } from "../support/prepared-base.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  const files = [
    wheel({ name: "space-speech", requires: ["part"], files: { "space/cloud/speech.py": "import part\n" } }),
    wheel({ name: "part" }),
    wheel({ name: "part", version: "2.0" }),
    wheel({ name: "torn" }),
    wheel({ name: "twice" }),
    wheel({ name: "metaless" }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
  await prepareBase(place, `surelayer-test-held:${place.id}`, [
    { name: "space-speech", requires: ["part"], files: { "space/cloud/speech.py": "import part\n" } },
    { name: "part" },
    { name: "torn", files: { "torn/__init__.py": "from torn import lost_half\n" } },
    { name: "twice", version: "0.9", files: { "twice/__init__.py": "version = '0.9'\n" } },
    { name: "twice", version: "1.0", files: {} },
    { name: "metaless", metadata: false },
  ]);
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

async function run(verb: "plan" | "build", name: string, phases: readonly object[], more = {}) {
  const base = { image: `surelayer-test-held:${place.id}` };
  await place.write(`${name}/install.yml`, { version: 1, name, base, phases, ...more });
  const done = await place.run([verb], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return { ...done, report: await place.report(name) };
}

const phase = (name: string, module = name) => ({ name, packages: [name], imports: [module] });

test("what the base holds and can import isn't installed; what it holds and can't import is, over the base's own", async () => {
  const { exitCode, stderr, report } = await run("build", "held", [
    phase("space-speech", "space.cloud.speech"),
    phase("torn"),
    phase("twice"),
    phase("metaless"),
  ]);

  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const installed = report.plan?.phases.map((one) => one.distributions.map((each) => each.name));
  expect(installed).toEqual([[], ["torn"], ["twice"], ["metaless"]]);
  expect(report.plan?.phases[0]?.shared).toEqual(["part", "space-speech"]);
  const warnings = report.plan?.warnings.join("\n");
  expect(warnings).toMatch(
    /phase torn needs, .*import torn: ImportError: cannot import name 'lost_half'.* torn will be installed again/,
  );
  expect(warnings).toMatch(/The base has twice several times .*twice-0\.9\.dist-info.*twice-1\.0\.dist-info/);
  expect(warnings).toMatch(/metadata of metaless can't be read/);
  const probe = [
    "python3",
    "-c",
    "import torn, twice, importlib.metadata as m; print(torn.version, twice.version, m.version('twice'))",
  ];
  expect(await foreigners.runOnce("surelayer/held:built", probe)).toBe("1.0 1.0 1.0\n");
});

variation("a kept package that can't be imported is refused before anything is installed", async () => {
  const { exitCode, stderr, pid } = await run("plan", "kept", [phase("torn")], { keep: ["torn"] });

  expect(exitCode).toBe(4);
  expect(stderr).toContain("The base holds torn 1.0, which `keep` protects, but phase torn can't import it");
  expect(stderr).toContain("lost_half");
  expect(await place.leftBy(pid)).toEqual([]);
});

variation("what the base holds and will do isn't replaced by what is newer; what won't do is", async () => {
  const older = await run("plan", "older", [phase("part")]);
  const newer = await run("plan", "newer", [{ ...phase("part"), packages: ["part>=2"] }]);

  expect(older.stderr).not.toContain("error");
  expect(older.report.plan?.phases[0]).toMatchObject({ distributions: [], shared: ["part"] });
  expect(newer.report.plan?.phases[0]?.distributions).toMatchObject([{ name: "part", version: "2.0" }]);
});
