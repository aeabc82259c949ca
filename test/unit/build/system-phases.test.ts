import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FailedCommand } from "../../../src/build/failed-command.ts";
import { installSystemPackages } from "../../../src/build/install-system-packages.ts";
import { runSteps } from "../../../src/build/run-steps.ts";
import type { ExecSpec } from "../../../src/docker/engine.ts";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import { build, failureOf } from "../../support/scene-builds.ts";
import { type SimulatedApt, simulatedApt } from "../../support/simulated-apt.ts";
import { testPorts } from "../../support/test-ports.ts";

const MANIFEST = `version: 1
name: demo
base: { image: base.example/python:1 }
system_packages: [ffmpeg]
workdir: /app/data
env: { COLOUR: blue }
phases:
  - name: one
    packages: [alpha]
    imports: [alpha]
    system_packages: [sox]
    run: [[make-model, --size, "a && b"], [ldconfig]]
  - { name: two, packages: [beta] }
`;

async function scene(manifest = MANIFEST): Promise<BuildScene & { apt: SimulatedApt; steps: ExecSpec[] }> {
  const made = await buildScene();
  await writeFile(join(made.folder, "install.yml"), manifest);
  const apt = simulatedApt(
    { ffmpeg: { needs: ["libav"] }, libav: {}, sox: { needs: ["libav"] } },
    { bash: "5.2" },
  );
  const steps: ExecSpec[] = [];
  const step = (exec: { spec: ExecSpec }) => {
    steps.push(exec.spec);
    return 0;
  };
  made.base.overrides = { ...apt.overrides, "make-model ": step, ldconfig: step };
  return Object.assign(made, { apt, steps });
}

describe("system packages", () => {
  test("are installed in the planned versions, the ones that nobody asked for marked so, and checked", async () => {
    await using one = await scene();
    const { report } = await build(one);
    expect(report.built?.phases.map((phase) => `${phase.name} ${phase.status}`)).toEqual([
      "system-packages installed",
      "one installed",
      "two installed",
    ]);
    const calls = one.apt.calls.filter((call) => !/simulate|dpkg-query|touch|apt-cache/.test(call));
    expect(calls.slice(1)).toEqual([
      expect.stringMatching(/^ln -s \S+ \/usr\/sbin\/policy-rc\.d$/),
      "apt-get update",
      "apt-get install --yes -- ffmpeg=1.0 libav=1.0",
      "apt-mark auto libav",
      expect.stringMatching(/^apt-get check/),
      "dpkg --audit",
      expect.stringMatching(/^ln /),
      "apt-get update",
      "apt-get install --yes -- sox=1.0",
      expect.stringMatching(/^apt-get check/),
      "dpkg --audit",
    ]);
    const removed = one.base.commands.filter((command) => command.startsWith("rm -f /usr/sbin/policy-rc.d"));
    expect(removed).toHaveLength(2);
  });

  test("are found again; another version of one makes its layer and those above anew", async () => {
    await using one = await scene();
    await build(one);
    const again = await build(one);
    expect(again.report.built?.phases.map((phase) => phase.status)).toEqual(["cached", "cached", "cached"]);
    one.apt.packages["sox"] = { version: "2.0", needs: ["libav"] };
    const moved = await build(one);
    expect(moved.report.built?.phases.map((phase) => phase.status)).toEqual([
      "cached",
      "installed",
      "installed",
    ]);
  });

  test("that apt says it installed, but are not what was planned, are not committed", async () => {
    await using one = await scene();
    // The planned libav, and something that nobody planned.
    const { "apt-get ": usual } = one.base.overrides;
    one.base.overrides = {
      ...one.base.overrides,
      "apt-get ": (exec) => {
        const code = usual?.(exec);
        const installs = exec.spec.command.includes("--yes") && !exec.spec.command.includes("--simulate");
        if (installs) {
          exec.files.write(
            "/var/lib/dpkg/simulated",
            Buffer.from('{"ffmpeg":"1.0","libav":"0.9","stray":"3"}'),
          );
        }
        return code;
      },
    };
    const failure = await failureOf(one);
    expect(failure).toMatchObject({
      exitCode: 1,
      evidence: "libav: planned 1.0, found 0.9\nstray: planned absent, found 3",
    });
  });

  test("that dpkg finds half done are not committed", async () => {
    await using one = await scene();
    one.base.overrides = {
      "dpkg --audit": (exec) => {
        exec.print("The following packages are only half configured:\n ffmpeg\n");
        return 0;
      },
      ...one.base.overrides,
    };
    expect(await failureOf(one)).toMatchObject({
      exitCode: 1,
      evidence: "The following packages are only half configured:\n ffmpeg",
    });
  });

  test("that fail say what apt said, and hand on its raw end", async () => {
    const said =
      "Err:1 http://mirror.example\nE: Failed to fetch http://mirror.example/x  503  Service Unavailable\n";
    await using one = await scene();
    one.apt.fault = (call) => (call.startsWith("apt-get install --yes -- ffmpeg=") ? said : undefined);
    expect(await failureOf(one)).toMatchObject({
      exitCode: 6,
      message: "The system packages of phase system-packages could not be fetched.",
      evidence: said.trim(),
      remedy: expect.stringMatching(/1-system-packages\.log/),
    });
    const error = await rawFailure(one, (container, ports) =>
      installSystemPackages(container, SYSTEM_JOB, ports, () => undefined),
    );
    expect(error).toBeInstanceOf(FailedCommand);
    expect(error).toMatchObject({ tool: "apt", exitCode: 100, output: said.trim() });
  });
});

const SYSTEM_JOB = {
  phase: { name: "x" },
  system: {
    asked: ["ffmpeg"],
    packages: [
      {
        name: "ffmpeg",
        version: "1.0",
        architecture: "all",
        bytes: 1,
        sha256: null,
        installedBytes: 1,
        replaces: null,
      },
    ],
  },
  logFile: "/dev/null",
};

type Ports = ReturnType<typeof testPorts>;

/** The cause of an error that a step throws in a container of the scene's base. */
async function rawFailure(
  { engine }: BuildScene,
  step: (
    container: Awaited<ReturnType<BuildScene["engine"]["createContainer"]>>,
    ports: Ports,
  ) => Promise<void>,
): Promise<unknown> {
  await engine.createVolume("raw", {});
  const container = await engine.createContainer({
    mounts: [{ volume: "raw", target: "/dev/surelayer/scratch", readOnly: false }],
    ...{ name: "raw", image: "base.example/python:1", command: ["sleep", "infinity"], labels: {} },
  });
  await container.start();
  const thrown = await step(container, testPorts({ engine })).catch((error: unknown) => error);
  return (thrown as Error).cause;
}

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
        runSteps(container, { phase: { name: "x" }, run, logFile: "/dev/null" }, ports, () => undefined),
      );
      expect(raw).toMatchObject({
        tool: "command",
        exitCode: code,
        output: expect.stringMatching(/line 49$/),
      });
    },
  );
});
