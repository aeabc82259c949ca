import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import { EngineEvents } from "../support/engine-events.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const ESCAPE = "\u001b";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 1500));
  index = new PackageIndex({
    host: await place.gateway(),
    files: [wheel({ name: "shown" })],
    onDownload: slow,
  });
  await index.start();
  await place.write("install.yml", {
    version: 1,
    name: "spoken",
    base: { image: place.base },
    phases: [{ name: "only", packages: ["shown"], imports: ["shown"] }],
  });
  await place.write("bad.yml", "version: 1\nnam: x\n");
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

const cli = (args: readonly string[], env: Record<string, string> = {}) =>
  place.run(args, { entry: "cli", env: { PIP_INDEX_URL: index.url, ...env } });

test("--help answers at once", async () => {
  const times: number[] = [];
  for (let count = 0; count < 5; count++) {
    const run = await cli(["--help"]);
    expect(run.exitCode).toBe(0);
    for (const verb of ["quickstart", "validate", "plan", "build"])
      expect(run.stdout).toContain(`  ${verb} `);
    times.push(run.milliseconds);
  }
  expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(300);
});

describe("build", () => {
  test("--json prints one document, and everything else elsewhere; no colours, plain progress lines", async () => {
    const run = await cli(["build", "--json"], { CI: "true" });
    expect(run.exitCode).toBe(0);
    const report = Report.parse(JSON.parse(run.stdout));
    expect(report).toMatchObject({ name: "spoken", outcome: "succeeded" });
    expect(JSON.parse(await place.read(".surelayer/report.json"))).toEqual(report);
    expect(run.stderr).toContain("Plan of spoken on ");
    expect(run.stderr).toMatch(/^install only.* \(1\.\d s\)$/m);
    expect(run.stderr).toMatch(/^install only: done in \d+(\.\d)? s$/m);
    expect(run.stderr).not.toContain(ESCAPE);
    expect(run.stderr).not.toContain("\r");
  });

  test("without --json the results are on standard output, the progress is not", async () => {
    const run = await cli(["build"]);
    expect(run.stdout).toMatch(/^Plan of spoken on /);
    expect(run.stdout).toMatch(/\nonly +cached +/);
    expect(run.stdout).not.toContain("resolve all phases");
  });

  test("FORCE_COLOR colours, NO_COLOR wins over it", async () => {
    const forced = await cli(["build", "bad.yml"], { FORCE_COLOR: "1" });
    expect(forced.stderr).toContain(`${ESCAPE}[31m`);
    const plain = await cli(["build", "bad.yml"], { FORCE_COLOR: "1", NO_COLOR: "1" });
    expect(plain.stderr).not.toContain(ESCAPE);
  });
});

describe("--json of a run that fails is one document, too", () => {
  test.each([
    { args: ["build", "bad.yml"], exitCode: 2, kind: "ManifestError" },
    { args: ["build", "nowhere.yml"], exitCode: 2, kind: "UsageError" },
    { args: ["build", "--push"], exitCode: 2, kind: "UsageError" },
    { args: ["validate", "bad.yml"], exitCode: 2, kind: "ManifestError" },
  ])("$args", async ({ args, exitCode, kind }) => {
    const run = await cli([...args, "--json"]);
    expect(run.exitCode).toBe(exitCode);
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: "failed", failure: { kind, exitCode } });
  });
});

test("validate --json says what is valid", async () => {
  const run = await cli(["validate", "--json"]);
  expect(JSON.parse(run.stdout)).toEqual({ outcome: "valid", name: "spoken", phases: ["only"] });
});

test("plan installs nothing and writes where it is told", async () => {
  await using watch = await EngineEvents.open(place);
  const run = await cli(["plan", "-o", "plans/here.json"]);
  expect(run.exitCode).toBe(0);
  const plan = JSON.parse(await place.read("plans/here.json"));
  expect(plan.phases.map((one: { name: string }) => one.name)).toEqual(["only"]);
  const created = (await watch.ofProcess(run.pid)).filter((one) => one.action === "create");
  expect(created.filter((one) => /-phase-|-files/.test(one.name))).toEqual([]);
});
