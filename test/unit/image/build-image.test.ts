import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { EngineError } from "../../../src/text/errors.ts";
import { buildScene } from "../../support/build-scene.ts";
import type { MemoryExec } from "../../support/memory-programs.ts";
import { build, failureOf, COPYING as MORE, makeOptional } from "../../support/scene-builds.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

const failsFor = (phase: string) => (exec: MemoryExec) => {
  if (!exec.container.endsWith(`phase-${phase}`)) return;
  exec.print(`error: Failed to build \`${phase}\`\n`, "stderr");
  return 1;
};

describe("layers", () => {
  test("each phase goes on top of the one before, and is as large as what it added", async () => {
    await using scene = await buildScene(MORE);

    const { report } = await build(scene);

    const [one, two] = report.built?.phases ?? [];
    expect([one?.actualBytes, two?.actualBytes]).toEqual([2000, 1000]);
    const base = await scene.engine.findImage("base.example/python:1");
    const [first, second] = await Promise.all(
      [one, two].map((phase) => scene.engine.findImage(phase?.imageId ?? "")),
    );
    expect(first?.layers.slice(0, -1)).toEqual(base?.layers);
    expect(second?.layers.slice(0, -1)).toEqual(first?.layers);
  });

  test("a changed package changes its phase and those after it, and no phase before", async () => {
    await using scene = await buildScene(MORE);
    await build(scene);
    await writeFile(
      join(scene.folder, "install.yml"),
      `version: 1\nname: demo\nbase: { image: base.example/python:1 }\nphases:\n  - { name: one, packages: [alpha] }\n  - { name: two, packages: [beta], imports: [beta] }\n`,
    );

    const { report } = await build(scene);

    expect(report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "installed"]);
  });
});

describe("the finished image", () => {
  const settings = `${MORE}env: { MODE: fast }\nworkdir: /app\ncommand: [python, handler.py]\n`;

  test("has the manifest's files and settings", async () => {
    await using scene = await buildScene(settings);

    const { report } = await build(scene);

    const image = await scene.engine.findImage("surelayer/demo:built");
    expect(image).toMatchObject({
      id: report.built?.imageId,
      command: ["python", "handler.py"],
      workdir: "/app",
    });
    expect(image?.env["MODE"]).toBe("fast");
    expect(image?.labels).toMatchObject({ "dev.surelayer.phases": "one,two", "dev.surelayer.degraded": "" });
    const container = await scene.engine.createContainer({
      name: "look",
      image: image?.id ?? "",
      command: ["sleep"],
      labels: {},
    });
    await container.start();
    const chunks: Uint8Array[] = [];
    await container.exec({ command: ["cat", "/app/handler.py"], onOutput: (chunk) => chunks.push(chunk) });
    expect(Buffer.concat(chunks).toString()).toBe("print(1)\n");
  });

  test("gets the tags that were asked for", async () => {
    await using scene = await buildScene(MORE);
    const tags = ["registry.example/team/demo:1", "registry.example/team/demo:latest"];

    const report = await runCommand(
      RUN,
      scene.options({ tags }),
      testPorts({ engine: scene.engine }),
      "0.0.0",
    );

    const found = await Promise.all(tags.map((tag) => scene.engine.findImage(tag)));
    expect(found.map((image) => image?.id)).toEqual([report.built?.imageId, report.built?.imageId]);
  });

  test("changes when a file of the repository changes, and no phase does", async () => {
    await using scene = await buildScene(MORE);
    const before = await build(scene);
    await writeFile(join(scene.folder, "app", "handler.py"), "print(2)\n");

    const after = await build(scene);

    expect(after.report.built?.imageId).not.toBe(before.report.built?.imageId);
    expect(after.report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached"]);
  });

  test("carries nothing of the run: no secret, no label that a sweep looks for", async () => {
    await using scene = await buildScene(MORE);
    const network = { caBundle: undefined, installerEnv: { UV_INDEX_PASSWORD: "s3cret" } };

    await build(scene, { network });

    const image = await scene.engine.findImage("surelayer/demo:built");
    expect(JSON.stringify(image)).not.toContain("s3cret");
    expect(image?.labels["dev.surelayer.run"] ?? "").toBe("");
  });
});

describe("an optional phase that fails", () => {
  test("is left out, said so, and what it shared comes with the next one", async () => {
    await using scene = await buildScene("");
    await makeOptional(scene);
    scene.base.overrides = { "uv pip install": failsFor("one") };

    const { report, ports } = await build(scene);

    expect(report.outcome).toBe("degraded");
    expect(report.built?.phases.map((phase) => [phase.status, phase.actualBytes])).toEqual([
      ["left-out", null],
      ["installed", 2000],
    ]);
    expect(ports.log.said("warn").join()).toContain("Optional phase one is left out");
    const image = await scene.engine.findImage("surelayer/demo:built");
    expect(image?.labels).toMatchObject({ "dev.surelayer.phases": "two", "dev.surelayer.degraded": "one" });
  });

  test("is left out when its module can't be imported", async () => {
    await using scene = await buildScene("");
    await makeOptional(scene);
    scene.base.overrides = {
      "python imports": (exec) => {
        const modules = exec.spec.command.slice(3);
        const outcomes = modules.map((module) => ({
          module,
          ok: module !== "alpha",
          exitCode: 1,
          error: "boom",
        }));
        exec.print(JSON.stringify(outcomes));
        return 0;
      },
    };

    const { report } = await build(scene);

    expect(report.built?.phases[0]).toMatchObject({
      status: "left-out",
      failure: expect.stringContaining("alpha"),
    });
  });

  test("doesn't hide a broken engine", async () => {
    await using scene = await buildScene("");
    await makeOptional(scene);
    for (let index = 0; index < 99; index++) {
      scene.engine.failNext("commit", new EngineError("the engine is gone"));
    }

    expect(await failureOf(scene)).toMatchObject({ kind: "EngineError", exitCode: 7 });
  });
});
