import { describe, expect, test } from "vitest";
import type { Ports } from "../../../src/ports/ports.ts";
import { BuildError, EngineError, InterruptedError, RegistryError } from "../../../src/text/errors.ts";
import { CA_BUNDLE, SCRATCH, UV } from "../../../src/toolbox/container-paths.ts";
import { withToolbox } from "../../../src/toolbox/toolbox.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { type Overrides, SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

function scene(overrides: Overrides = {}, changes: Partial<Ports> = {}) {
  const programs = new SimulatedBase([], undefined, overrides);
  const engine = new MemoryEngine({ onExec: programs.onExec });
  const base = { image: engine.addImage("base:1").id, python: "/usr/bin/python3" };
  return { engine, programs, base, ports: testPorts({ engine, ...changes }) };
}

const empty = (engine: MemoryEngine) => [engine.containers.size, engine.volumes.size];

describe("a toolbox", () => {
  test("that nobody opens makes nothing", async () => {
    const { engine, programs, base, ports } = scene();

    const answer = await withToolbox(RUN, base, ports, async () => "done");

    expect(answer).toBe("done");
    expect([programs.commands, ...empty(engine)]).toEqual([[], 0, 0]);
  });

  test("lends uv, the probes and the machine's certificates, and takes everything back", async () => {
    const { engine, base, ports } = scene({}, { network: { caBundle: "PEM", installerEnv: {} } });
    const found: string[] = [];

    await withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", async (container) => {
        for (const path of [UV, CA_BUNDLE, `${SCRATCH}/home`]) {
          found.push(`${path} ${await container.exec({ command: ["test", "-e", path] })}`);
        }
      }),
    );

    expect(found).toEqual([`${UV} 0`, `${CA_BUNDLE} 0`, `${SCRATCH}/home 0`]);
    expect(empty(engine)).toEqual([0, 0]);
  });

  test("can't be written to by what is installed", async () => {
    const { base, ports } = scene();

    const exitCode = await withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", (container) => container.exec({ command: ["cp", UV, `${UV}2`] })),
    );

    expect(exitCode).not.toBe(0);
  });

  test("is filled once for all containers", async () => {
    const { programs, base, ports } = scene();

    await withToolbox(RUN, base, ports, async (toolbox) => {
      await toolbox.open(base.image, "one", async () => undefined);
      await toolbox.open(base.image, "two", async () => undefined);
    });

    expect(programs.commands.filter((command) => command.startsWith("python -m pip download"))).toHaveLength(
      1,
    );
  });

  test("starts a container of its own only to fetch uv", async () => {
    const { engine, base, ports } = scene();
    const started: string[] = [];
    const create = engine.createContainer.bind(engine);
    engine.createContainer = async (spec) => {
      const container = await create(spec);
      const start = container.start.bind(container);
      return Object.assign(container, {
        start: () => {
          started.push(spec.name.replace("surelayer-r1-", ""));
          return start();
        },
      });
    };
    const open = () =>
      withToolbox(RUN, base, ports, (toolbox) => toolbox.open(base.image, "one", async () => undefined));

    await open();
    await open();

    expect(started).toEqual(["tools", "one", "one"]);
  });

  test("gives each container a scratch of its own", async () => {
    const { base, ports } = scene();
    const left = `${SCRATCH}/left`;

    const found = await withToolbox(RUN, base, ports, async (toolbox) => {
      await toolbox.open(base.image, "one", (container) => container.exec({ command: ["cp", UV, left] }));
      return toolbox.open(base.image, "two", (container) =>
        container.exec({ command: ["test", "-e", left] }),
      );
    });

    expect(found).toBe(1);
  });

  test("makes nothing more once the run is interrupted", async () => {
    const controller = new AbortController();
    const { engine, programs, base, ports } = scene({}, { signal: controller.signal });
    controller.abort(new InterruptedError("SIGINT"));

    const using = withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", async () => 1),
    );

    await expect(using).rejects.toBeInstanceOf(InterruptedError);
    expect([programs.commands, ...empty(engine)]).toEqual([[], 0, 0]);
  });

  test("goes with the error of who used it", async () => {
    const { engine, base, ports } = scene();

    const using = withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", () => Promise.reject(new BuildError("broken"))),
    );

    await expect(using).rejects.toThrow("broken");
    expect(empty(engine)).toEqual([0, 0]);
  });

  test("that can't be taken back doesn't hide the error of who used it", async () => {
    const { engine, base, ports } = scene();

    const using = withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", async () => {
        engine.failNext("removeVolume", new EngineError("in use"));
        engine.failNext("removeContainer", new EngineError("in use"));
        throw new BuildError("broken");
      }),
    );

    await expect(using).rejects.toThrow("broken");
  });
});

describe("uv", () => {
  const open = ({ base, ports }: ReturnType<typeof scene>) =>
    withToolbox(RUN, base, ports, (toolbox) =>
      toolbox.open(base.image, "phase", async (container) => {
        const chunks: Uint8Array[] = [];
        await container.exec({ command: ["cat", UV], onOutput: (chunk) => chunks.push(chunk) });
        return Buffer.concat(chunks).toString();
      }),
    );
  const downloads = ({ programs }: ReturnType<typeof scene>) =>
    programs.commands.filter((command) => command.startsWith("python -m pip download")).length;

  test("comes from the index the first time, from the cache afterwards", async () => {
    const first = scene();
    await open(first);
    const second = scene();
    for (const [key, value] of first.ports.cache.entries) await second.ports.cache.write(key, value);

    const program = await open(second);

    expect([downloads(first), downloads(second), program]).toEqual([1, 0, "the uv program"]);
  });

  test("that was cut short in the cache is fetched anew", async () => {
    const first = scene();
    await open(first);
    const second = scene();
    for (const [key, value] of first.ports.cache.entries) {
      await second.ports.cache.write(key, key.endsWith(".sha256") ? value : value.subarray(0, 3));
    }

    const program = await open(second);

    expect([downloads(second), program]).toEqual([1, "the uv program"]);
  });

  test("is asked for with the machine's index settings", async () => {
    let env: Readonly<Record<string, string>> = {};
    const installerEnv = { PIP_INDEX_URL: "https://index.example/simple" };
    const watched = scene(
      {
        "python -m pip": (exec) => {
          env = exec.spec.env ?? {};
          return 0;
        },
      },
      { network: { caBundle: undefined, installerEnv } },
    );

    await open(watched);

    expect(env).toMatchObject(installerEnv);
  });

  const saying = (text: string): Overrides => ({
    "python -m pip": (exec) => {
      exec.print(text, "stderr");
      return 1;
    },
  });

  test.each([
    ["no pip in the base", saying("/usr/bin/python3: No module named pip"), BuildError, /has no pip/],
    [
      "an index that doesn't answer",
      saying("ERROR: Could not find a version"),
      RegistryError,
      /could not fetch uv/,
    ],
    ["a wheel without uv", { "python extract-uv": () => 1 }, BuildError, /could not be unpacked/],
    ["an empty uv", { "python extract-uv": () => 0 }, BuildError, /could not be unpacked/],
  ])("that can't be had: %s", async (_, overrides: Overrides, kind, message) => {
    const broken = scene(overrides);

    const error = await open(broken).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(empty(broken.engine)).toEqual([0, 0]);
    expect(broken.ports.cache.entries.size).toBe(0);
  });
});
