import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSteps } from "../../../src/image/run-steps.ts";
import { build, failureOf } from "../../support/scene-builds.ts";
import { SYSTEM_MANIFEST as MANIFEST, rawFailure, systemScene as scene } from "../../support/system-scene.ts";

describe("commands", () => {
  test("run by their words in the manifest's folder and environment, after the packages", async () => {
    await using one = await scene();
    await build(one, {
      network: { caBundle: undefined, installerEnv: { HTTPS_PROXY: "http://proxy.example:1" } },
    });
    expect(one.steps.map((spec) => spec.command)).toEqual([["make-model", "--size", "a && b"], ["ldconfig"]]);
    expect(one.steps[0]).toMatchObject({
      workdir: "/app/data",
      env: { COLOUR: "blue", HTTPS_PROXY: "http://proxy.example:1", TMPDIR: "/dev/surelayer/scratch/tmp" },
    });
    // What a command stores at home was what it was run for.
    expect(Object.keys(one.steps[0]?.env ?? {})).not.toContain("HOME");
    const order = one.base.commands.filter((command) =>
      /^(?:uv pip install|make-model|python imports)/.test(command),
    );
    expect(order.slice(0, 2)).toEqual(["uv pip install", "make-model --size a && b"]);
  });

  test.each([
    ["another word", "a && b", "a && c"],
    ["another environment", "COLOUR: blue", "COLOUR: red"],
    ["another folder", "/app/data", "/app/models"],
  ])("with %s run anew, but not what stands below them", async (_, from, to) => {
    await using one = await scene();
    await build(one);
    await writeFile(join(one.folder, "install.yml"), MANIFEST.replace(from, to));
    const installs = () => one.base.commands.filter((command) => command === "uv pip install").length;
    const before = installs();
    const { report } = await build(one);
    expect(report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "installed", "installed"]);
    expect(one.steps).toHaveLength(4);
    // Only phase two, which stands on them.
    expect(installs() - before).toBe(1);
  });

  test("with another size in the manifest are the same commands", async () => {
    await using one = await scene();
    await build(one);
    const sized = MANIFEST.replace("    run: ", "    run_size: 1GB\n    run: ");
    await writeFile(join(one.folder, "install.yml"), sized);
    const { report } = await build(one);
    expect(report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached", "cached"]);
  });

  test.each([
    [7, "ended with exit code 7", "before `files` are copied"],
    [127, "ended with exit code 127", "no such program"],
    [137, "ended with exit code 137", "want of memory"],
  ])(
    "that end with %d fail the phase, with their last words and what to do",
    async (code, message, remedy) => {
      await using one = await scene();
      one.base.overrides = {
        ...one.base.overrides,
        "make-model ": (exec) => {
          exec.print(`${Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n")}\n`);
          return code;
        },
      };
      const failure = await failureOf(one);
      expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
      expect(failure?.message).toContain("its command 1 (make-model --size a && b)");
      expect(failure?.evidence?.split("\n")).toHaveLength(10);
      expect(failure?.evidence).toMatch(/line 49$/);
      expect(failure?.remedy).toContain(remedy);
      expect(one.steps).toEqual([]);
      const log = await readFile(join(one.folder, "out/logs/2-one.log"), "utf8");
      expect(log).toContain("+ make-model --size a && b\nline 0\n");
      const run = { steps: [["make-model", "x"]], workdir: "/", env: {}, bytes: null };
      const raw = await rawFailure(one, (container, ports) =>
        runSteps(
          container,
          { phase: { name: "x" }, run, logFile: "/dev/null", interpreter: "python" },
          ports,
          () => undefined,
        ),
      );
      expect(raw).toMatchObject({
        evidence: { tool: "command", exitCode: code, output: expect.stringMatching(/line 49$/) },
      });
    },
  );
});
