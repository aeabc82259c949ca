import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findApt } from "../../../../src/app/quickstart/apt.ts";
import { ensureBase } from "../../../../src/app/quickstart/ensure-base.ts";
import { openState } from "../../../../src/app/quickstart/state.ts";
import { EngineError, RegistryError } from "../../../../src/text/errors.ts";
import { type Machine, makeMachine, StartableEngine } from "../../../support/quickstart-machine.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setUp(settings: Parameters<typeof makeMachine>[1] = {}) {
  const engine = new StartableEngine();
  const machine = await makeMachine(engine, settings);
  folders.push(machine.folder);
  const log = join(machine.folder, "programs.log");
  await machine.addProgram("apt-get", `echo "apt-get $@" >> ${log}; echo Reading package lists...`);
  await machine.ports.files.write(
    join(machine.folder, "assets/images/base/build"),
    `#!/bin/sh\necho "build $@" >> ${log}\necho "I: Retrieving libc6"\n`,
  );
  await machine.ports.processes.run("/bin/chmod", ["755", join(machine.folder, "assets/images/base/build")]);
  return { engine, machine, log: () => machine.ports.files.readText(log).catch(() => "") };
}

async function ensure(machine: Machine) {
  const state = await openState(machine.settings.stateFolder, machine.ports.files);
  return ensureBase(machine.ports, state, await findApt(machine.ports, machine.settings));
}

describe("ensureBase", () => {
  it("uses the public image that the engine holds", async () => {
    const { machine, engine } = await setUp();
    engine.addImage("python:3.12-slim");
    expect(await ensure(machine)).toBe("python:3.12-slim");
  });

  it("pulls the public image where a registry answers", async () => {
    const { machine, engine } = await setUp();
    engine.pullImage = async (reference) => engine.addImage(reference);
    expect(await ensure(machine)).toBe("python:3.12-slim");
    expect(machine.text()).toContain("Base image python:3.12-slim (pulled).");
  });

  it("builds its own where none does, with the tools that are missing, and says why", async () => {
    const { machine, log } = await setUp();
    expect(await ensure(machine)).toBe("surelayer-base:bookworm");
    expect((await log()).split("\n").map((line) => line.replace(/-q -o \S+ -o \S+ /u, ""))).toEqual([
      "apt-get update",
      "apt-get install -y --no-install-recommends debootstrap docker-cli",
      "build surelayer-base:bookworm",
      "",
    ]);
    expect(machine.text()).toMatch(
      /python:3\.12-slim can't be pulled \(.+\); surelayer-base:bookworm is built/u,
    );
  });

  it("uses its own image again without asking the registry, for a day", async () => {
    const { machine, engine, log } = await setUp();
    engine.addImage("surelayer-base:bookworm");
    let pulls = 0;
    engine.pullImage = async () => {
      pulls++;
      throw new RegistryError("refused", { evidence: "dial tcp: no route to host\nmore" });
    };
    for (let run = 0; run < 3; run++) expect(await ensure(machine)).toBe("surelayer-base:bookworm");
    expect([pulls, await log()]).toEqual([1, ""]);
    expect(machine.text()).toContain("could not be pulled when last tried: dial tcp: no route to host)");
    const clock = { ...machine.ports.clock, now: () => new Date(Date.now() + 25 * 60 * 60 * 1000) };
    await ensure({ ...machine, ports: { ...machine.ports, clock } });
    expect(pulls).toBe(2);
  });

  it("ends a pull in which nothing moves", async () => {
    const { machine, engine } = await setUp();
    engine.addImage("surelayer-base:bookworm");
    let ticks = 0;
    // Seconds that pass at once.
    const clock = { ...machine.ports.clock, monotonic: () => ticks++ * 1000, sleep: async () => undefined };
    engine.pullImage = (_reference, options) =>
      new Promise((_resolve, reject) =>
        options?.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
      );
    expect(await ensure({ ...machine, ports: { ...machine.ports, clock } })).toBe("surelayer-base:bookworm");
    expect(machine.text()).toContain("no answer for 15 s");
  });

  it("hands on what isn't the registry's fault", async () => {
    const { machine, engine } = await setUp();
    engine.failNext("pullImage", new EngineError("disk full"));
    await expect(ensure(machine)).rejects.toThrow("disk full");
  });

  it("says what to do where neither can be had", async () => {
    const { machine } = await setUp({ isRoot: false });
    await expect(ensure(machine)).rejects.toMatchObject({
      message: "python:3.12-slim can't be pulled, and surelayer-base can't be built here.",
      remedy: expect.stringContaining("as root on Debian or Ubuntu"),
    });
  });

  it("says with what its build failed", async () => {
    const { machine } = await setUp();
    await machine.ports.files.write(join(machine.folder, "assets/images/base/build"), "#!/bin/sh\n");
    await machine.addProgram("apt-get", "echo 'E: Unable to locate package' >&2; exit 100");
    await expect(ensure(machine)).rejects.toMatchObject({
      message: "Update package lists failed: apt-get ended with exit code 100.",
      evidence: "E: Unable to locate package",
    });
  });
});
