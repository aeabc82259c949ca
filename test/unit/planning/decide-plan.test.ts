import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommandOptions, runCommand } from "../../../src/app/commands.ts";
import { Plan } from "../../../src/plan/plan.ts";
import { requireSound } from "../../../src/planning/decide-plan.ts";
import { ConflictError, DoesNotFitError, UsageError } from "../../../src/text/errors.ts";
import { buildScene } from "../../support/build-scene.ts";
import { cacheOf } from "../../support/memory-cache.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { planOf } from "../../support/plans.ts";
import { SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

/** A scene with a plan that `surelayer plan -o` wrote. */
async function planned() {
  const scene = await buildScene();
  const planFile = join(scene.folder, "wanted.json");
  const options = scene.options({ command: "plan", planFile });
  await runCommand(RUN, options, testPorts({ engine: scene.engine }), "0.0.0");
  const build = (changes = {}) =>
    runCommand(
      RUN,
      scene.options({ fromPlan: planFile, ...changes }),
      testPorts({ engine: scene.engine }),
      "0.0.0",
    );
  return { scene, planFile, build };
}

describe("build --plan", () => {
  test("builds exactly what was planned, without resolving again", async () => {
    const { scene, planFile, build } = await planned();
    await using _ = scene;
    scene.base.commands.length = 0;

    const report = await build();

    const wanted = Plan.parse(JSON.parse(await readFile(planFile, "utf8")));
    expect(report.plan?.phases).toEqual(wanted.phases);
    expect(report.outcome).toBe("succeeded");
    expect(scene.base.commands).not.toContain("uv pip compile");
  });

  test("refuses when the manifest changed since, and names it", async () => {
    const { scene, build } = await planned();
    await using _ = scene;
    const manifest = join(scene.folder, "install.yml");
    await writeFile(manifest, `${await readFile(manifest, "utf8")}\nenv: { A: "b" }\n`);

    const failed = build();

    await expect(failed).rejects.toMatchObject({ cause: expect.any(ConflictError) });
    await expect(failed).rejects.toThrow("the manifest changed since");
    expect(scene.base.commands).not.toContain("uv pip install");
  });

  test("takes a manifest that only reads differently", async () => {
    const { scene, build } = await planned();
    await using _ = scene;
    const manifest = join(scene.folder, "install.yml");
    await writeFile(manifest, `# a comment\n${await readFile(manifest, "utf8")}`);

    expect((await build()).outcome).toBe("succeeded");
  });

  test("refuses when the base's tag moved to another image", async () => {
    const { scene, build } = await planned();
    await using _ = scene;
    scene.engine.addImage("base.example/python:1", { bytes: 1 });

    await expect(build()).rejects.toThrow("the base image base.example/python:1 changed since");
  });

  test.each([
    ["is absent", undefined, /can't be read/],
    ["is no JSON", "{", /is no plan/],
    ["is of another version", '{"schema":2}', /is no plan/],
  ])("says so when the file %s", async (_, text, says) => {
    const { scene, build } = await planned();
    await using _scene = scene;
    const fromPlan = join(scene.folder, "other.json");
    if (text !== undefined) await writeFile(fromPlan, text);

    const failed = build({ fromPlan });

    await expect(failed).rejects.toMatchObject({ cause: expect.any(UsageError) });
    await expect(failed).rejects.toThrow(says);
  });

  test("judges the disk that there is now, not the one of the plan", async () => {
    const { scene, planFile } = await planned();
    await using _ = scene;
    const full = new SimulatedBase(scene.base.packages, undefined, {
      "python free-bytes": (exec) => {
        exec.print("1000 100000000000\n");
        return 0;
      },
    });
    const engine = new MemoryEngine({ onExec: full.onExec });
    engine.addImage("base.example/python:1", { bytes: 190_000_000 });
    const ports = { ...testPorts({ engine }), cache: cacheOf(scene.engine) };

    const build = runCommand(RUN, scene.options({ fromPlan: planFile }), ports, "0.0.0");

    await expect(build).rejects.toMatchObject({ cause: expect.any(DoesNotFitError) });
  });
});

describe("a lock of the manifest", () => {
  /** A scene whose manifest names the lock that its first plan wrote. */
  async function locked() {
    const scene = await buildScene();
    const ports = testPorts({ engine: scene.engine });
    const lockFile = join(scene.folder, "pylock.toml");
    const run = (changes: Partial<CommandOptions>) =>
      runCommand(RUN, scene.options({ allowPrivateIndex: true, ...changes }), ports, "0.0.0");
    const first = await run({ command: "plan", lockFile });
    const manifest = join(scene.folder, "install.yml");
    await writeFile(manifest, `${await readFile(manifest, "utf8")}lock: pylock.toml\n`);
    scene.base.commands.length = 0;
    return { scene, run, first, lockFile };
  }

  test("is built as it was planned, and no resolver is asked", async () => {
    const { scene, run, first } = await locked();
    await using _ = scene;

    const report = await run({});

    expect(report.plan?.phases).toEqual(first.plan?.phases);
    expect(report.outcome).toBe("succeeded");
    expect(scene.base.commands.filter((words) => words.startsWith("uv pip compile"))).toEqual([]);
  });

  test("is part of what a plan was made for", async () => {
    const { scene, run, lockFile } = await locked();
    await using _ = scene;
    const planFile = join(scene.folder, "wanted.json");
    await run({ command: "plan", planFile });
    await writeFile(lockFile, `${await readFile(lockFile, "utf8")}\n[tool.other]\nx = 1\n`);

    await expect(run({ fromPlan: planFile })).rejects.toThrow("the manifest changed since");
  });

  test("isn't written where it would leave out an environment", async () => {
    const scene = await buildScene();
    await using _ = scene;
    const manifest = join(scene.folder, "install.yml");
    const text = await readFile(manifest, "utf8");
    await writeFile(
      manifest,
      text.replace("phases:", "phases:\n  - { name: own, packages: [beta], environment: isolated }"),
    );
    const options = scene.options({
      command: "plan",
      allowPrivateIndex: true,
      lockFile: join(scene.folder, "pylock.toml"),
    });

    const failed = runCommand(RUN, options, testPorts({ engine: scene.engine }), "0.0.0");

    await expect(failed).rejects.toMatchObject({ cause: expect.any(UsageError) });
    await expect(failed).rejects.toThrow("No lock can be written");
  });

  test("that can't be written is said with its path", async () => {
    const scene = await buildScene();
    await using _ = scene;
    const options = scene.options({ command: "plan", lockFile: join(scene.folder, "install.yml", "x") });

    await expect(
      runCommand(RUN, options, testPorts({ engine: scene.engine }), "0.0.0"),
    ).rejects.toMatchObject({ cause: expect.any(UsageError) });
  });
});

describe("a plan with findings", () => {
  const finding = {
    ...{ id: "untied-pair", message: "torchcodec 0.17 can't be imported beside torch 2.8." },
    ...{ remedy: "Pin `torchcodec<0.8`.", source: "run on 2026-11-22" },
  };

  test("is refused for an error, with where the rule comes from and what to do", () => {
    const plan = planOf([], { findings: [{ ...finding, severity: "error" }] });

    expect(() => requireSound(plan)).toThrow(ConflictError);
    expect(() => requireSound(plan)).toThrow(
      expect.objectContaining({ evidence: finding.source, remedy: finding.remedy }),
    );
  });

  test("goes on with a warning", () => {
    expect(() => requireSound(planOf([], { findings: [{ ...finding, severity: "warning" }] }))).not.toThrow();
  });
});
