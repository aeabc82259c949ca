import { rm } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { findApt } from "../../../../src/app/quickstart/apt.ts";
import { prepareQuickstart } from "../../../../src/app/quickstart/prepare-quickstart.ts";
import { describeStarted, openState } from "../../../../src/app/quickstart/state.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { makeMachine, StartableEngine } from "../../../support/quickstart-machine.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setUp(...args: Partial<Parameters<typeof makeMachine>>) {
  const machine = await makeMachine(args[0] ?? new StartableEngine(), args[1], args[2]);
  folders.push(machine.folder);
  return machine;
}

describe("prepareQuickstart", () => {
  it("refuses an engine on another machine, whose loopback isn't ours", async () => {
    const machine = await setUp(new MemoryEngine());
    await expect(prepareQuickstart(machine.ports, machine.settings)).rejects.toMatchObject({
      exitCode: 7,
      message: "The quickstart's registry is on this machine, but the engine isn't.",
    });
  });

  it("stops with the signal's reason", async () => {
    const machine = await setUp();
    const ports = { ...machine.ports, signal: AbortSignal.abort(new Error("Ctrl-C")) };
    await expect(prepareQuickstart(ports, machine.settings)).rejects.toThrow("Ctrl-C");
  });
});

describe("findApt", () => {
  it.each([
    ["ID=debian\nVERSION_CODENAME=trixie\n", "trixie"],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=\'wilma\'\n', "wilma"],
    ["ID=fedora\n", undefined],
  ])("reads %j", async (release, codename) => {
    const machine = await setUp(new StartableEngine(), {}, { "/etc/os-release": release });
    expect(await findApt(machine.ports, machine.settings)).toBeUndefined();
    await machine.addProgram("apt-get", "exit 0");
    expect((await findApt(machine.ports, machine.settings))?.codename).toBe(codename);
  });

  it("unpacks a package without installing it", async () => {
    const machine = await setUp();
    const { folder } = machine;
    await machine.addProgram(
      "apt-get",
      `echo "$@" >> ${folder}/log
case "$*" in
*--print-uris*) echo "'http://index.example/x%2by.deb' x+y_1_amd64.deb 5 SHA256:0";;
*download*) : > x+y_1_amd64.deb;;
esac`,
    );
    await machine.addProgram(
      "dpkg-deb",
      `echo "$@" >> ${folder}/log; test -f "$2" && mkdir -p "$3/usr/bin" && : > "$3/usr/bin/x"`,
    );
    await (await findApt(machine.ports, machine.settings))?.unpack("x", `${folder}/state/x`);
    expect(await machine.ports.files.exists(`${folder}/state/x/usr/bin/x`)).toBe(true);
    expect(await machine.ports.files.readText(`${folder}/log`)).not.toContain(" install ");
  });
});

describe("state", () => {
  it("remembers what still runs, forgets what has ended, and says how to stop it", async () => {
    const { ports, settings } = await setUp();
    const state = await openState(settings.stateFolder, ports.files);
    const alive = { pid: process.pid, program: "node", logFile: "/log" };
    await state.addStarted({ what: "a", address: "127.0.0.1:1", process: alive, stop: "kill 1" });
    await state.addStarted({ what: "b", process: { ...alive, pid: 2 ** 22 + 1 }, stop: "kill 2" });
    await state.addStarted({ what: "c", process: { ...alive, program: "another" }, stop: "kill 3" });
    await state.addStarted({ what: "d", stop: "systemctl stop d" });
    const { started } = (await openState(settings.stateFolder, ports.files)).current();
    expect(describeStarted(started)).toEqual([
      `a at 127.0.0.1:1 (process ${process.pid}, log /log); stop it with: kill 1`,
      "d; stop it with: systemctl stop d",
    ]);
  });

  it.each(["", "{", '{"version":2}', '{"version":1,"started":[{"what":5}]}'])(
    "starts anew from %j",
    async (text) => {
      const { ports, settings } = await setUp();
      await ports.files.write(`${settings.stateFolder}/quickstart.json`, text);
      expect((await openState(settings.stateFolder, ports.files)).current().started).toEqual([]);
    },
  );
});
