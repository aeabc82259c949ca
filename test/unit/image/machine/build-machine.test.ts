import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../../src/host/node-files.ts";
import { assumedMachine, buildMachine } from "../../../../src/image/machine/build-machine.ts";
import { EngineError } from "../../../../src/text/errors.ts";
import type { Toolbox } from "../../../../src/toolbox/toolbox.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { testPorts } from "../../../support/test-ports.ts";

/** What a container that prints this, on a machine whose own cgroup has this limit, makes of it. */
async function measure(printed: string, own?: string, local = true) {
  const engine = new MemoryEngine({
    onExec: (exec) => {
      exec.print(printed);
      return 0;
    },
  });
  const { id } = engine.addImage("base:1");
  const container = await engine.createContainer({ name: "c", image: id, command: ["sleep"], labels: {} });
  await container.start();
  const toolbox: Toolbox = {
    open: (_image, _purpose, body) => body(container),
    ownPython: async () => [],
  };
  const info = async () => ({ ...(await MemoryEngine.prototype.info.call(engine)), local });
  const files = {
    ...createNodeFiles(),
    readText: async () => (own === undefined ? Promise.reject(new Error("ENOENT")) : own),
  };
  const ports = testPorts({ engine: Object.assign(engine, { info }), files });
  return await buildMachine({ image: id, python: "python3" }, toolbox, ports);
}

const told = (memoryLimitBytes: number | null) =>
  `a site's greeting\n${JSON.stringify({ memoryLimitBytes, hostMemoryBytes: 64e9, cpus: 8 })}\n`;

test.each([
  ["the container's own", told(16e9), undefined, 16e9],
  ["none", told(null), undefined, undefined],
  ["that of the cgroup that the engine shares with us", told(null), "12000000000\n", 12e9],
  ["the lesser of both", told(8e9), "12000000000\n", 8e9],
  ["not a word for none", told(16e9), "max\n", 16e9],
])("its limit is %s", async (_, printed, own, memoryLimitBytes) => {
  expect(await measure(printed, own)).toEqual({ memoryLimitBytes, hostMemoryBytes: 64e9, cpus: 8 });
});

test("our own limit says nothing of an engine elsewhere", async () => {
  expect(await measure(told(null), "12000000000\n", false)).toMatchObject({ memoryLimitBytes: undefined });
});

test("a container that doesn't answer is an error of the engine", async () => {
  await expect(measure("Killed")).rejects.toBeInstanceOf(EngineError);
});

describe("without an image that could be asked", () => {
  const readText = async () => "12000000000\n";
  const files = { ...createNodeFiles(), readText };

  test.each([
    ["an engine elsewhere says what it has", false, undefined],
    ["an engine here shares our own limit", true, 12e9],
  ])("%s", async (_title, local, memoryLimitBytes) => {
    const engine = new MemoryEngine();
    const info = async () => ({ ...(await MemoryEngine.prototype.info.call(engine)), local });
    const ports = testPorts({ engine: Object.assign(engine, { info }), files });
    expect(await assumedMachine(ports)).toEqual({ hostMemoryBytes: 16e9, cpus: 4, memoryLimitBytes });
  });

  test("and without an engine, it is this machine", async () => {
    const engine = new MemoryEngine();
    const info = () => Promise.reject(new EngineError("No engine answers."));
    const ports = testPorts({ engine: Object.assign(engine, { info }), files });
    expect(await assumedMachine(ports)).toEqual({ hostMemoryBytes: 8e9, cpus: 2, memoryLimitBytes: 12e9 });
  });
});
