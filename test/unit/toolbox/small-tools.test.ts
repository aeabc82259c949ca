import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { engineFreeBytes, openDiskGauge } from "../../../src/image/machine/engine-disk.ts";
import { EngineError, InterruptedError } from "../../../src/text/errors.ts";
import { execBytes, execText } from "../../../src/toolbox/exec-text.ts";
import { jsonAnswer } from "../../../src/toolbox/json-answer.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import type { MemoryExec } from "../../support/memory-programs.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

async function runningContainer(engine: MemoryEngine) {
  const { id } = engine.addImage("base:1");
  const container = await engine.createContainer({ name: "c", image: id, command: ["sleep"], labels: {} });
  await container.start();
  return container;
}

describe("what a command printed", () => {
  test("is kept by stream, with its exit code", async () => {
    const engine = new MemoryEngine({
      onExec: (exec) => {
        exec.print("out ");
        exec.print("error", "stderr");
        exec.print("größe");
        return 3;
      },
    });

    const result = await execText(await runningContainer(engine), { command: ["any"] });

    expect(result).toEqual({ exitCode: 3, stdout: "out größe", stderr: "error" });
  });

  test("stays whole when a character comes in two pieces", async () => {
    const engine = new MemoryEngine({
      onExec: (exec) => {
        for (const byte of Buffer.from("日本")) exec.print(Uint8Array.of(byte));
        return 0;
      },
    });

    expect((await execText(await runningContainer(engine), { command: ["any"] })).stdout).toBe("日本");
  });

  test("is bounded, however much it is", async () => {
    const engine = new MemoryEngine({
      onExec: (exec) => {
        for (let count = 0; count < 100; count += 1) exec.print("0123456789");
        return 0;
      },
    });

    const result = await execBytes(await runningContainer(engine), { command: ["any"] }, 95);

    expect(result.stdout.length).toBeLessThanOrEqual(95);
    expect(result.stdout.length).toBeGreaterThan(80);
  });
});

describe("the JSON document of a program", () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['{"a":1}\n', { a: 1 }],
    ['noise\n{"a":1}\n\n', { a: 1 }],
    ["[1]\r\n", [1]],
    ["", undefined],
    ["noise", undefined],
    ['{"a":1}\nnoise after it', undefined],
  ])("%j", (stdout, document) => {
    expect(jsonAnswer(stdout)).toEqual(document);
  });
});

describe("the engine's free disk", () => {
  const base = (engine: MemoryEngine) => ({ image: engine.addImage("base:1").id, python: "python3" });

  test("is asked in a container where the engine isn't on this machine", async () => {
    const engine = new MemoryEngine({
      onExec: (exec) => {
        exec.print("123456789 200000000\n");
        return 0;
      },
    });

    const free = await engineFreeBytes(RUN, base(engine), testPorts({ engine }));

    expect(free).toBe(123_456_789);
    expect(engine.containers.size).toBe(0);
  });

  test("is looked at directly where it is, and no container is made", async () => {
    const engine = new LocalEngine();
    const files = {
      ...createNodeFiles(),
      diskSpace: async (path: string) => ({ freeBytes: path === "/data" ? 42 : 0, totalBytes: 100 }),
    };

    expect(await engineFreeBytes(RUN, base(engine), testPorts({ engine, files }))).toBe(42);
  });

  test("is asked in a container where containerd keeps the layers, maybe on another disk", async () => {
    const engine = new LocalEngine();
    const info = await engine.info();
    engine.info = async () => ({ ...info, imageStore: "containerd" });
    const files = { ...createNodeFiles(), diskSpace: async () => ({ freeBytes: 42, totalBytes: 100 }) };

    expect(await engineFreeBytes(RUN, base(engine), testPorts({ engine, files }))).toBe(7);
  });

  test("is asked in a container where this user may not look at it", async () => {
    const engine = new LocalEngine();
    const files = { ...createNodeFiles(), diskSpace: () => Promise.reject(new Error("EACCES")) };

    expect(await engineFreeBytes(RUN, base(engine), testPorts({ engine, files }))).toBe(7);
  });

  test("is asked again where the command that says it has ended", async () => {
    let asked = 0;
    const onExec = (exec: MemoryExec) => {
      asked += 1;
      exec.print(`a .pth file's greeting\n${asked} 1`);
      exec.print("00\n");
      return 0;
    };
    const engine = new MemoryEngine({ onExec });
    const gauge = await openDiskGauge(RUN, base(engine), "watch", testPorts({ engine }));
    const spaces = [await gauge.read(), await gauge.read()];
    await gauge.close();
    expect(spaces).toEqual([
      { freeBytes: 1, totalBytes: 100 },
      { freeBytes: 2, totalBytes: 100 },
    ]);
    expect(engine.containers.size).toBe(0);
  });

  test("of an interrupted run ends with the interruption", async () => {
    const controller = new AbortController();
    const engine = new MemoryEngine({
      onExec: () => new Promise(() => controller.abort(new InterruptedError("SIGINT"))),
    });
    const ports = testPorts({ engine, signal: controller.signal });
    await expect(engineFreeBytes(RUN, base(engine), ports)).rejects.toBeInstanceOf(InterruptedError);
    expect(engine.containers.size).toBe(0);
  });

  test("that can't be measured is an error of the engine, and leaves no container", async () => {
    const engine = new MemoryEngine({
      onExec: (exec) => {
        exec.print("no statvfs here\n", "stderr");
        return 1;
      },
    });

    const measuring = engineFreeBytes(RUN, base(engine), testPorts({ engine }));

    await expect(measuring).rejects.toBeInstanceOf(EngineError);
    expect(engine.containers.size).toBe(0);
  });
});

class LocalEngine extends MemoryEngine {
  constructor() {
    super({
      onExec: (exec) => {
        exec.print("7 9\n");
        return 0;
      },
    });
  }

  override async info() {
    return { ...(await super.info()), local: true, dataRoot: "/data" };
  }
}
