import { stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { type EngineEvent, EngineEvents } from "../support/engine-events.ts";
import { Foreigners } from "../support/foreigners.ts";
import { type LayerFile, type SavedImage, saveImage } from "../support/saved-image.ts";
import type { Outcome } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

/** Real packages of the machine's index: pure ones, and one whose wheel holds a compiled library. */
function manifest(place: Workplace) {
  return {
    version: 1,
    name: "three-phases",
    base: { image: place.base },
    phases: [
      { name: "text", packages: ["idna==3.10"], imports: ["idna"] },
      { name: "terminal", packages: ["six", "colorama>=0.4.6"], imports: ["six", "colorama"] },
      { name: "compiled", packages: ["markupsafe>=3"], imports: ["markupsafe"] },
    ],
    files: [{ from: "app", to: "/srv/app" }],
    // Without bytecode of its own, any that is found was left by a check.
    image: { bytecode: "none" },
    env: { THREE_PHASES: "a value = with 'quotes'" },
    workdir: "/srv/app",
    command: ["python3", "-u", "main.py"],
  };
}

let place: Workplace;
let foreigners: Foreigners;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  await place.write("project/install.yml", manifest(place));
  await place.write("project/app/main.py", "import markupsafe, six\nprint('works', six.__name__)\n");
});
afterAll(async () => {
  await foreigners?.close();
  await place?.close();
});

describe("a manifest with three phases, built from another folder", () => {
  let run: Outcome & { pid: number };
  let report: Report;
  let plan: Plan;
  let events: readonly EngineEvent[];
  beforeAll(async () => {
    await using watch = await EngineEvents.open(place);
    run = await place.run(["build", "project/install.yml"]);
    expect(run.stderr + run.stdout).toContain("surelayer/three-phases:built");
    report = await place.report();
    plan = JSON.parse(await place.read(".surelayer/plan.json"));
    events = await watch.ofProcess(run.pid);
  });

  test("succeeds", () => {
    expect(run.exitCode).toBe(0);
    expect(report).toMatchObject({ outcome: "succeeded", name: "three-phases", failure: null });
    expect(report.built?.phases.map(({ name, status }) => [name, status])).toEqual([
      ["text", "installed"],
      ["terminal", "installed"],
      ["compiled", "installed"],
    ]);
  });

  test("the plan is on disk before the first build container exists", async () => {
    const phases = events.filter(({ action, name }) => action === "create" && name.includes("-phase-"));
    expect(phases).toHaveLength(3);
    const first = Math.min(...phases.map(({ time }) => time));
    expect((await stat(place.path(".surelayer/plan.json"))).mtimeMs).toBeLessThan(first);
    expect(Date.parse(plan.createdAt)).toBeLessThan(first);
  });

  test("each layer is as large as predicted", () => {
    for (const phase of report.built?.phases ?? []) {
      const actual = phase.actualBytes ?? 0;
      expect(actual, phase.name).toBeGreaterThan(1000);
      expect(Math.abs(actual - (phase.predictedBytes ?? 0)) / actual, phase.name).toBeLessThanOrEqual(0.001);
    }
    expect(plan.phases.flatMap((one) => one.distributions).map((one) => one.sizeSource)).toEqual(
      Array(4).fill("central-directory"),
    );
  });

  test("nothing of it is left on the engine but its image", async () => {
    expect(await place.leftBy(run.pid)).toEqual([]);
    await foreigners.expectUntouched();
  });

  test("the image starts as the manifest says", async () => {
    const { Config } = await place.docker.getImage("surelayer/three-phases:built").inspect();
    expect(Config).toMatchObject({ Cmd: ["python3", "-u", "main.py"], WorkingDir: "/srv/app" });
    expect(Config.Entrypoint ?? []).toEqual([]);
    const base = (await place.docker.getImage(place.base).inspect()).Config.Env;
    expect(Config.Env.toSorted()).toEqual([...base, "THREE_PHASES=a value = with 'quotes'"].toSorted());
    expect(Config.Labels).toMatchObject({
      "org.opencontainers.image.title": "three-phases",
      "dev.surelayer.phases": "text,terminal,compiled",
      "dev.surelayer.degraded": "",
    });
    expect(await foreigners.runOnce("surelayer/three-phases:built")).toBe("works six\n");
  });

  describe("its layers", () => {
    let saved: SavedImage;
    let files: readonly LayerFile[];
    beforeAll(async () => {
      const base = await place.docker.getImage(place.base).inspect();
      saved = await saveImage(place.docker, "surelayer/three-phases:built", base.RootFS.Layers?.length ?? 0);
      files = saved.layers.flat();
    });

    test("hold what the engine's own diff was measured at", () => {
      const sizes = saved.layers.map((layer) =>
        layer.filter((one) => one.type === "file").reduce((sum, one) => sum + one.size, 0),
      );
      expect(sizes.slice(0, 3)).toEqual(report.built?.phases.map((one) => one.actualBytes));
      expect(saved.layers[3]?.map((one) => one.name).toSorted()).toEqual(
        ["srv/", "srv/app/", "srv/app/main.py"].toSorted(),
      );
    });

    test("hold packages and the manifest's files, and nothing that checks or installers leave behind", () => {
      const stray = files
        .filter(({ name, type }) => type !== "directory" && !/^usr\/local\/lib\/python3\.\d+\//.test(name))
        .map((one) => one.name);
      expect(stray).toEqual(["srv/app/main.py"]);
      expect(files.filter(({ name }) => /__pycache__|\.pyc$|\.lock$|surelayer/.test(name))).toEqual([]);
    });

    test("hold no certificates and no settings of this machine", () => {
      const certificates = files.filter((one) => one.content.includes("BEGIN CERTIFICATE"));
      expect(certificates.map((one) => one.name)).toEqual([]);
      expect(saved.config).not.toMatch(
        /SSL_CERT_FILE|INDEX_URL|UV_DEFAULT_INDEX|_PROXY|UV_CACHE|CERTIFICATE/i,
      );
    });
  });

  test("the second build finds everything finished", async () => {
    await using watch = await EngineEvents.open(place);
    const again = await place.run(["build", "project/install.yml"]);
    const second = await place.report();
    expect(again.exitCode).toBe(0);
    expect(second.built?.phases.map((one) => one.status)).toEqual(["cached", "cached", "cached"]);
    expect(second.built?.imageId).toBe(report.built?.imageId);
    const created = (await watch.ofProcess(again.pid)).filter(({ action }) => action === "create");
    expect(created.map(({ name }) => name).filter((name) => /-phase-|-files$/.test(name))).toEqual([]);
    expect(await place.leftBy(again.pid)).toEqual([]);
  });
});
