import { afterAll, beforeAll, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

/** What a hostile package says to the log that it lands in. */
const COMMANDS = ["::set-output name=digest::evil", "  ::add-mask::e", "foo ##[add-mask]bar", "::error::boo"];
const SAY = COMMANDS.map((line) => `print(${JSON.stringify(line)}, flush=True)`).join("\n");

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  const files = [
    wheel({ name: "core" }),
    wheel({ name: "shared-part" }),
    wheel({ name: "fragile", requires: ["shared-part"], files: { "fragile.py": "import not_there\n" } }),
    wheel({ name: "tail", requires: ["shared-part"], files: { "tail.py": "import shared_part\n" } }),
    wheel({ name: "loud", files: { "loud.py": `${SAY}\nraise ImportError("\\r::error::loud")\n` } }),
    wheel({ name: "aborting", files: { "aborting.py": "import os\nos.abort()\n" } }),
    wheel({ name: "mover", requires: ["shared-part"] }),
    await sourceDistribution("compiled-badly", `${SAY}\nraise RuntimeError("no compiler here")`),
    await sourceDistribution("compiled-well", sdistThatBuilds("compiled_well")),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

function sdistThatBuilds(name: string): string {
  const info = `${name}-1.0.dist-info`;
  return [
    "import zipfile",
    `wheel = zipfile.ZipFile(wheel_directory + "/${name}-1.0-py3-none-any.whl", "w")`,
    `wheel.writestr("${name}.py", "built = True\\n")`,
    `wheel.writestr("${info}/METADATA", "Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0\\n")`,
    `wheel.writestr("${info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")`,
    `wheel.writestr("${info}/RECORD", "${name}.py,,\\n${info}/METADATA,,\\n${info}/WHEEL,,\\n${info}/RECORD,,\\n")`,
    "wheel.close()",
    `return "${name}-1.0-py3-none-any.whl"`,
  ].join("\n");
}

async function build(name: string, phases: readonly object[]) {
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  const run = await place.run(["build"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  return {
    ...run,
    report: await place.report(name),
    summary: await place.read(`${name}/.surelayer/summary.md`),
  };
}

const CORE = { name: "core", packages: ["core"], imports: ["core"] };

test("an optional phase that breaks is left out, and everything says so", async () => {
  const { exitCode, stderr, stdout, report, summary, pid } = await build("degraded", [
    CORE,
    { name: "extra", packages: ["fragile"], imports: ["fragile"], optional: true },
    // Shares a package with the one that is left out, which should have brought it.
    { name: "tail", packages: ["tail"], imports: ["tail"], optional: true },
  ]);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/warning: Optional phase extra is left out: .*fragile can't be imported/);
  expect(report.outcome).toBe("degraded");
  expect(report.built).toMatchObject({ degraded: true });
  expect(report.built?.phases.map((one) => one.status)).toEqual(["installed", "left-out", "installed"]);
  expect(report.built?.phases[1]?.failure).toContain("No module named 'not_there'");
  expect(stdout).toContain("left out");
  expect(stdout).toMatch(/degraded: built without the optional phase extra\. .*fragile/);
  expect(summary).toMatch(/without an optional phase[\s\S]*\| extra \| left out \|/);
  expect(summary).toContain("fragile can't be imported");
  const { Config } = await place.docker.getImage("surelayer/degraded:built").inspect();
  expect(Config.Labels).toMatchObject({
    "dev.surelayer.phases": "core,tail",
    "dev.surelayer.degraded": "extra",
  });
  const probe = [
    "python3",
    "-c",
    "import core, tail; import importlib.util as u; print(u.find_spec('fragile'))",
  ];
  expect(await foreigners.runOnce("surelayer/degraded:built", probe)).toBe("None\n");
  expect(await place.leftBy(pid)).toEqual([]);
});

test("a required phase that breaks fails the build with its evidence, and keeps the layers before it", async () => {
  const { exitCode, stderr, report, summary, pid } = await build("broken", [
    CORE,
    { name: "extra", packages: ["fragile"], imports: ["fragile"] },
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("error: Phase extra installed, but fragile can't be imported.");
  expect(stderr).toContain("ModuleNotFoundError: No module named 'not_there'");
  expect(report).toMatchObject({
    outcome: "failed",
    failure: { kind: "BuildError", exitCode: 1 },
    built: null,
  });
  expect(summary).toContain("ModuleNotFoundError");
  const names = (await place.images()).flatMap((one) => one.RepoTags ?? []);
  expect(names.filter((name) => name.startsWith("surelayer/broken"))).toEqual([]);
  expect(await place.leftBy(pid)).toEqual([]);
  const again = await build("broken", [CORE]);
  expect(again.report.built?.phases[0]?.status).toBe("cached");
});

variation("a module that aborts the interpreter is a failed import, not a broken tool", async () => {
  const { exitCode, stderr } = await build("aborts", [
    { name: "native", packages: ["aborting"], imports: ["aborting"] },
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/aborting can't be imported[\s\S]*(SIGABRT|signal 6|exit -6|exit 134)/);
});

variation("a source distribution is built in the container and installed", async () => {
  const { exitCode, stderr, report } = await build("source", [
    { name: "source", packages: ["compiled-well"], imports: ["compiled_well"] },
  ]);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const [distribution] = report.plan?.phases[0]?.distributions ?? [];
  expect(distribution).toMatchObject({ kind: "sdist", sizeSource: "built" });
});

variations("packages that talk to the runner", () => {
  test("while they are built", async () => {
    const { exitCode, stderr, stdout, report } = await build("hostile-build", [
      { name: "native", packages: ["compiled-badly"], imports: [] },
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no compiler here");
    expectNoCommands(stdout, stderr);
    expect(report.failure?.evidence).toContain("no compiler here");
  });

  test("while they are imported", async () => {
    const { exitCode, stderr, stdout } = await build("hostile-import", [
      { name: "loud", packages: ["loud"], imports: ["loud"] },
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("loud can't be imported");
    expectNoCommands(stdout, stderr);
  });
});

/** As a runner reads its log: a command at the start of a line after blanks, the old form anywhere. */
function expectNoCommands(...texts: readonly string[]): void {
  for (const line of texts.join("\n").split(/\r\n|\r|\n/)) {
    expect(line).not.toMatch(/^\s*::/);
    expect(line).not.toContain("##[");
  }
}
