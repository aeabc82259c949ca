import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand, validate } from "../../../src/app/commands.ts";
import type { RecordedError } from "../../../src/app/record-run.ts";
import { Plan } from "../../../src/plan/plan.ts";
import { Report } from "../../../src/report/report.ts";
import { UsageError } from "../../../src/text/errors.ts";
import { RUN_LABEL } from "../../../src/toolbox/run.ts";
import { buildScene } from "../../support/build-scene.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

describe("a build", () => {
  test("leaves an image, a plan, a report, a summary and logs, and nothing else", async () => {
    await using scene = await buildScene();
    const ports = testPorts({ engine: scene.engine });

    const report = await runCommand(RUN, scene.options(), ports, "0.0.0");

    expect(report.outcome).toBe("succeeded");
    expect(report.built?.phases.map((phase) => [phase.name, phase.status])).toEqual([
      ["one", "installed"],
      ["two", "installed"],
    ]);
    expect(await scene.engine.findImage("surelayer/demo:built")).toMatchObject({ id: report.built?.imageId });
    const out = join(scene.folder, "out");
    expect(Plan.parse(JSON.parse(await readFile(join(out, "plan.json"), "utf8")))).toEqual(report.plan);
    expect(Report.parse(JSON.parse(await readFile(join(out, "report.json"), "utf8")))).toEqual(report);
    expect(await readFile(join(out, "summary.md"), "utf8")).toContain("Surelayer: demo built");
    expect(await readFile(join(out, "logs", "1-one.log"), "utf8")).toBe(" + alpha\n + shared\n");
    expect([scene.engine.containers.size, scene.engine.volumes.size]).toEqual([0, 0]);
  });

  test("a second time finds every phase, and asks neither index nor installer", async () => {
    await using scene = await buildScene();
    const first = await runCommand(RUN, scene.options(), testPorts({ engine: scene.engine }), "0.0.0");
    scene.base.commands.length = 0;

    const second = await runCommand(RUN, scene.options(), testPorts({ engine: scene.engine }), "0.0.0");

    expect(second.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached"]);
    expect(second.built?.imageId).toBe(first.built?.imageId);
    expect(scene.base.commands).not.toContain("uv pip install");
  });

  test("writes the plan before it installs anything", async () => {
    await using scene = await buildScene();
    let planned: string | undefined;
    scene.base.overrides = {
      "uv pip install": async () => {
        planned ??= await readFile(join(scene.folder, "out", "plan.json"), "utf8");
        return;
      },
    };

    await runCommand(RUN, scene.options(), testPorts({ engine: scene.engine }), "0.0.0");

    expect(Plan.safeParse(JSON.parse(planned ?? "null")).success).toBe(true);
  });

  test("that doesn't fit ends with the numbers before anything is installed", async () => {
    await using scene = await buildScene("disk: { reserve: 60GB }\n");

    const running = runCommand(RUN, scene.options(), testPorts({ engine: scene.engine }), "0.0.0");

    const error = (await running.catch((thrown: unknown) => thrown)) as RecordedError;
    expect(error.report.failure).toMatchObject({ kind: "DoesNotFitError", exitCode: 3 });
    expect(error.report.failure?.message).toContain("does not fit");
    expect(error.report.plan?.verdict.fits).toBe(false);
    expect(scene.base.commands).not.toContain("uv pip install");
  });

  test("only planned installs nothing", async () => {
    await using scene = await buildScene();
    const ports = testPorts({ engine: scene.engine });
    const planFile = join(scene.folder, "elsewhere", "plan.json");

    const report = await runCommand(RUN, scene.options({ command: "plan", planFile }), ports, "0.0.0");

    expect(report.outcome).toBe("planned");
    expect(scene.base.commands).not.toContain("uv pip install");
    expect(JSON.parse(await readFile(planFile, "utf8"))).toEqual(report.plan);
    expect(ports.shown.join()).toContain("Plan of demo");
  });

  test("to be pushed without a tag is refused before anything happens", async () => {
    await using scene = await buildScene();

    const running = runCommand(
      RUN,
      scene.options({ push: true }),
      testPorts({ engine: scene.engine }),
      "0.0.0",
    );

    await expect(running).rejects.toBeInstanceOf(UsageError);
    expect(scene.base.commands).toEqual([]);
  });
});

describe("the folder for results", () => {
  test("is kept out of the repository", async () => {
    await using scene = await buildScene();

    await runCommand(RUN, scene.options({ command: "plan" }), testPorts({ engine: scene.engine }), "0.0.0");

    expect(await readFile(join(scene.folder, "out", ".gitignore"), "utf8")).toBe("*\n");
  });

  test("keeps a .gitignore that is there, as when it is the repository itself", async () => {
    await using scene = await buildScene();
    const own = join(scene.folder, ".gitignore");
    await writeFile(own, "node_modules/\n");

    await runCommand(
      RUN,
      scene.options({ command: "plan", out: scene.folder }),
      testPorts({ engine: scene.engine }),
      "0.0.0",
    );

    expect(await readFile(own, "utf8")).toBe("node_modules/\n");
  });

  test("that can't be written to is the user's to choose", async () => {
    await using scene = await buildScene();
    const out = join(scene.folder, "install.yml", "out");

    const running = runCommand(RUN, scene.options({ out }), testPorts({ engine: scene.engine }), "0.0.0");

    await expect(running).rejects.toBeInstanceOf(UsageError);
  });
});

describe("two runs with one folder for results", () => {
  test("don't mix them: the second is refused", async () => {
    await using scene = await buildScene();
    const options = scene.options({ command: "plan" });
    const ports = testPorts({ engine: scene.engine });

    const both = await Promise.allSettled([
      runCommand(RUN, options, ports, "0.0.0"),
      runCommand(RUN, options, ports, "0.0.0"),
    ]);

    const refused = both.filter((one) => one.status === "rejected");
    expect(refused.map((one) => one.reason)).toEqual([
      expect.objectContaining({
        name: "UsageError",
        message: expect.stringMatching(/^Another run \(process \d+ on .+\) writes its results into .*out\.$/),
      }),
    ]);
    await runCommand(RUN, options, ports, "0.0.0");
  });
});

describe("what a dead run left", () => {
  test("is swept before the build; what belongs to the living and to others stays", async () => {
    await using scene = await buildScene();
    const { engine } = scene;
    await engine.createVolume("dead", { [RUN_LABEL]: "r0", "dev.surelayer.owner": "host/dead" });
    await engine.createVolume("living", { [RUN_LABEL]: "r2", "dev.surelayer.owner": "host/living" });
    await engine.createVolume("users", {});
    const ports = testPorts({ engine, judgeOwner: (owner) => (owner === "host/dead" ? "dead" : "alive") });

    await runCommand(RUN, scene.options({ command: "plan" }), ports, "0.0.0");

    expect([...engine.volumes.keys()]).toEqual(["living", "users"]);
  });
});

test("a run renews its lease each minute while it works, and nothing of that stays", async () => {
  await using scene = await buildScene();
  const { engine } = scene;
  const seen: (readonly string[])[] = [];
  const ports = testPorts({ engine });
  const sleep: typeof ports.clock.sleep = async (milliseconds, signal, options) => {
    if (milliseconds !== 60_000 || seen.length === 3) return ports.clock.sleep(milliseconds, signal, options);
    await new Promise((resolve) => setTimeout(resolve, 1));
    seen.push([...engine.volumes.keys()].filter((one) => one.includes("lease")));
  };

  await runCommand(RUN, scene.options(), { ...ports, clock: { ...ports.clock, sleep } }, "0.0.0");

  expect(seen).toEqual([[], ["surelayer-r1-lease-1"], ["surelayer-r1-lease-2"]]);
  expect([engine.containers.size, engine.volumes.size]).toEqual([0, 0]);
});

describe("validate", () => {
  test("says what the manifest holds, and asks no engine", async () => {
    await using scene = await buildScene();
    const ports = testPorts();

    await validate(scene.options(), ports);

    expect(ports.shown).toEqual([expect.stringContaining("is valid: 2 phases on base.example/python:1")]);
  });
});
