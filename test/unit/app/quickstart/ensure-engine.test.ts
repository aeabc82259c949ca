import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Apt } from "../../../../src/app/quickstart/apt.ts";
import { ensureEngine } from "../../../../src/app/quickstart/ensure-engine.ts";
import { openState } from "../../../../src/app/quickstart/state.ts";
import { EngineError } from "../../../../src/text/errors.ts";
import { type Machine, makeMachine, StartableEngine } from "../../../support/quickstart-machine.ts";

const pids: number[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const pid of pids.splice(0)) process.kill(pid, "SIGKILL");
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setUp(settings: Parameters<typeof makeMachine>[1] = {}, system = {}) {
  const folder = await mkdtemp(join(tmpdir(), "surelayer-marker-"));
  const engine = new StartableEngine(join(folder, "up"));
  const machine = await makeMachine(engine, settings, system);
  folders.push(folder, machine.folder);
  return { machine, engine };
}

const ensure = async (machine: Machine, apt?: Apt) => {
  const state = await openState(machine.settings.stateFolder, machine.ports.files);
  await ensureEngine(machine.ports, machine.settings, state, apt);
  return state.current().started;
};

function aptThat(install: (packages: readonly string[]) => Promise<unknown>): Apt {
  return {
    codename: "bookworm",
    mayInstall: true,
    install: async (packages) => void (await install(packages)),
    unpack: async () => undefined,
  };
}

describe("ensureEngine", () => {
  it("uses the engine that answers and starts nothing", async () => {
    const machine = await makeMachine(new StartableEngine());
    folders.push(machine.folder);
    expect(await ensure(machine)).toEqual([]);
    expect(machine.text()).toBe("Container engine 0.0.0-memory answers.\n");
  });

  it("starts the engine that is installed, waits for it, and remembers how to stop it", async () => {
    const { machine, engine } = await setUp();
    await machine.addProgram("dockerd", `echo starting; sleep 0.3; : > ${engine.marker}; exec sleep 30`);
    const [started] = await ensure(machine);
    const pid = started?.process?.pid ?? 0;
    pids.push(pid);
    expect(started).toMatchObject({ what: "container engine", stop: `kill ${pid}` });
    expect(await readFile(join(machine.settings.stateFolder, "dockerd.log"), "utf8")).toBe("starting\n");
    expect(await readFile(join(machine.settings.stateFolder, "dockerd.pid"), "utf8")).toBe(`${pid}\n`);
  });

  it("installs the distribution's engine first where there is none", async () => {
    const { machine, engine } = await setUp();
    const installed: string[] = [];
    const apt = aptThat(async (packages) => {
      installed.push(...packages);
      await machine.addProgram("dockerd", `: > ${engine.marker}; exec sleep 30`);
    });
    const [started] = await ensure(machine, apt);
    pids.push(started?.process?.pid ?? 0);
    expect(installed).toEqual(["docker.io"]);
  });

  it("lets systemd start it where systemd runs, and waits for one that its package has started", async () => {
    const { machine, engine } = await setUp({}, { "/run/systemd/system": "" });
    await machine.addProgram("dockerd", "exit 1");
    await machine.addProgram("systemctl", `echo "$@" > ${engine.marker}`);
    expect(await ensure(machine)).toEqual([
      { what: "container engine", stop: "systemctl stop docker docker.socket" },
    ]);
    const other = await setUp({}, { "/var/run/docker.pid": `${process.pid}\n` });
    const apt = aptThat(async () => other.machine.ports.files.write(other.engine.marker ?? "", ""));
    expect(await ensure(other.machine, apt)).toEqual([
      { what: "container engine", stop: "service docker stop" },
    ]);
  });

  it("says why an engine that ends at once doesn't start", async () => {
    const { machine } = await setUp();
    await machine.addProgram("dockerd", "echo 'failed to mount: operation not permitted' >&2; exit 1");
    const failing = ensure(machine);
    await expect(failing).rejects.toThrow("Wait for the container engine failed: its program ended.");
    await expect(failing).rejects.toMatchObject({
      exitCode: 7,
      evidence: "failed to mount: operation not permitted",
    });
  });

  it.each([
    ["another user than root", { isRoot: false }, "sudo apt-get install docker.io"],
    ["root of another system", {}, "DOCKER_HOST"],
  ])("tells %s what to run", async (_who, settings, remedy) => {
    const { machine } = await setUp(settings);
    const failing = ensure(machine);
    await expect(failing).rejects.toThrow(EngineError);
    await expect(failing).rejects.toMatchObject({ remedy: expect.stringContaining(remedy) });
  });

  it("starts no other engine than the one that the user named, nor where this user is refused", async () => {
    const { machine, engine } = await setUp({ engineIsNamed: true });
    await machine.addProgram("dockerd", `: > ${engine.marker}`);
    await expect(ensure(machine)).rejects.toThrow("No container engine answers");
    const refused = await makeMachine(new StartableEngine());
    folders.push(refused.folder);
    await refused.addProgram("dockerd", ": > must-not-run");
    const cause = Object.assign(new Error("connect EACCES"), { code: "EACCES" });
    (refused.ports.engine as StartableEngine).failNext(
      "info",
      new EngineError("This user may not.", { cause }),
    );
    await expect(ensure(refused)).rejects.toThrow("This user may not.");
  });
});
