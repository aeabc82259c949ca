import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RecordedError } from "../../../src/app/record-run.ts";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import { build, failureOf, COPYING as MORE, makeOptional } from "../../support/scene-builds.ts";
import { testPorts } from "../../support/test-ports.ts";

describe("a phase is proved before it is committed", () => {
  const commits = async (scene: BuildScene) =>
    (await scene.engine.listImages({ "dev.surelayer.layer": "" })).map(
      (image) => image.labels["dev.surelayer.phase"],
    );

  test("a requirement that it breaks is a conflict", async () => {
    await using scene = await buildScene(MORE);
    let checks = 0;
    scene.base.overrides = {
      "uv pip check": (exec) => {
        checks += 1;
        if (checks === 1) return 0;
        exec.print(
          "Found 1 incompatibility\nThe package `x` requires `y<2`, but `2.0` is installed\n",
          "stderr",
        );
        return 1;
      },
    };

    const failure = await failureOf(scene);

    expect(failure).toMatchObject({ kind: "ConflictError", exitCode: 4 });
    expect(failure?.evidence).toBe("The package `x` requires `y<2`, but `2.0` is installed");
    expect(await commits(scene)).toEqual([]);
  });

  test("requirements that the base had broken already are no fault of a phase, nor is mending one", async () => {
    await using scene = await buildScene(MORE);
    const problems = [
      "The package `x` requires `y`, but it's not installed",
      "The package `z` requires `w`, but it's not installed",
    ];
    let checks = 0;
    scene.base.overrides = {
      "uv pip check": (exec) => {
        const left = checks === 0 ? problems : problems.slice(1);
        checks += 1;
        exec.print(`Found ${left.length} incompatibilities\n${left.join("\n")}\n`, "stderr");
        return 1;
      },
    };

    const { report } = await build(scene);

    expect(report.outcome).toBe("succeeded");
  });

  test.each([
    { held: "66.1.1", outcome: "succeeded", why: "what Python finds in a folder that uv doesn't look into" },
    { held: "50.0", outcome: "failed", why: "not in a version that won't do" },
  ])("a requirement is met by $why", async ({ held: version, outcome }) => {
    await using scene = await buildScene(MORE);
    let checks = 0;
    scene.base.overrides = {
      "uv pip check": (exec) => {
        checks += 1;
        if (checks === 1) return 0;
        exec.print("The package `x` requires `setuptools>=61`, but it's not installed\n", "stderr");
        return 1;
      },
      "python base-facts": (exec) => {
        exec.print(JSON.stringify(baseFacts({ distributions: [installed("setuptools", version)] })));
        return 0;
      },
    };

    const { report } = await build(scene).catch((error: RecordedError) => error);

    expect(report.outcome).toBe(outcome);
  });

  test("a kept package that it moves is a conflict", async () => {
    await using scene = await buildScene(MORE);
    const facts = (version: string) => baseFacts({ distributions: [installed("torch", version)] });
    let asked = 0;
    scene.base.overrides = {
      "python base-facts": (exec) => {
        asked += 1;
        exec.print(JSON.stringify(facts(asked === 1 ? "2.8.0+cu128" : "2.9.0")));
        return 0;
      },
    };

    expect(await failureOf(scene)).toMatchObject({
      kind: "ConflictError",
      message: "Phase one moved a kept package of the base: torch==2.8.0+cu128.",
    });
    expect(await commits(scene)).toEqual([]);
  });

  test.each([
    ["the import check prints no outcome", "python imports", "The import check itself failed."],
    ["Python no longer says what is installed", "python base-facts", "no longer says what is installed"],
  ])("%s: an error of the build, not of Surelayer", async (_, program, message) => {
    await using scene = await buildScene("");
    await makeOptional(scene);
    const manifest = join(scene.folder, "install.yml");
    await writeFile(manifest, (await readFile(manifest, "utf8")).replaceAll(", optional: true", ""));
    let asked = 0;
    scene.base.overrides = {
      [program]: (exec) => {
        asked += 1;
        const probing = program === "python base-facts" && asked === 1;
        const facts = baseFacts({ distributions: [installed("torch", "2.8.0")] });
        exec.print(probing ? JSON.stringify(facts) : "Segmentation fault\n");
        return 0;
      },
    };

    const failure = await failureOf(scene);

    expect(failure?.kind).toBe("BuildError");
    expect(failure?.message).toContain(message);
  });

  test("what a package prints when Python starts doesn't disturb the checks", async () => {
    await using scene = await buildScene("");
    await makeOptional(scene);
    scene.base.overrides = {
      "python imports": (exec) => {
        const outcomes = exec.spec.command
          .slice(3)
          .map((module) => ({ module, ok: true, exitCode: 0, error: null }));
        exec.print(`hello from sitecustomize\n${JSON.stringify(outcomes)}\n`);
        return 0;
      },
    };

    const { report } = await build(scene);

    expect(report.outcome).toBe("succeeded");
  });
});

describe("the installer's log", () => {
  test("that can't be kept is a warning, and the image is built all the same", async () => {
    await using scene = await buildScene(MORE);
    await mkdir(join(scene.folder, "out"), { recursive: true });
    await writeFile(join(scene.folder, "out", "logs"), "a file where the folder should be");

    const { report, ports } = await build(scene);

    expect(report.outcome).toBe("succeeded");
    expect(ports.log.said("warn").join()).toMatch(/output can't be kept in .*1-one\.log/);
  });

  test("keeps what came before the engine was lost", async () => {
    await using scene = await buildScene(MORE);
    scene.base.overrides = {
      "uv pip install": (exec) => {
        exec.print("Downloading alpha\n", "stderr");
        throw new Error("socket hang up");
      },
    };

    const files = createNodeFiles();
    const slow: typeof files.append = async (path, content) => {
      await sleep(50);
      await files.append(path, content);
    };
    await failureOf(scene, testPorts({ engine: scene.engine, files: { ...files, append: slow } }));

    expect(await readFile(join(scene.folder, "out", "logs", "1-one.log"), "utf8")).toBe(
      "Downloading alpha\n",
    );
  });
});
