import { describe, expect, test } from "vitest";
import { findBase } from "../../../src/base/find-base.ts";
import { probeBase } from "../../../src/base/probe-base.ts";
import { BuildError, EngineError } from "../../../src/text/errors.ts";
import { baseFacts } from "../../support/base-python.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import type { ExecHandler } from "../../support/memory-programs.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const FACTS = baseFacts();

/** A base whose interpreters answer, by the name that they are called by. */
function scene(answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const onExec: ExecHandler = (exec) => {
    const python = exec.spec.command[0] ?? "";
    asked.push(python);
    const answer = answers[python];
    if (answer === undefined) return 127;
    exec.print(answer);
    return 0;
  };
  const engine = new MemoryEngine({ onExec });
  return { engine, asked, image: engine.addImage("base:1"), ports: testPorts({ engine }) };
}

describe("what a base holds", () => {
  test.each([
    ["python", { python: JSON.stringify(FACTS), python3: "never asked" }, ["python"]],
    ["python3 where there is no python", { python3: JSON.stringify(FACTS) }, ["python", "python3"]],
    [
      "python3 where python is another one",
      { python: "2.7", python3: JSON.stringify(FACTS) },
      ["python", "python3"],
    ],
    ["a Python that greets", { python: `welcome\n${JSON.stringify(FACTS)}\n` }, ["python"]],
  ])("says %s", async (_, answers, order) => {
    const { engine, asked, image, ports } = scene(answers);

    expect(await probeBase(RUN, image, ports)).toEqual(FACTS);
    expect(asked).toEqual(order);
    expect(engine.containers.size).toBe(0);
  });

  test("is asked once for an image", async () => {
    const { asked, image, ports } = scene({ python: JSON.stringify(FACTS) });
    await probeBase(RUN, image, ports);

    const again = await probeBase(RUN, image, ports);

    expect(again).toEqual(FACTS);
    expect(asked).toEqual(["python"]);
  });

  test("is asked again where the cache holds rubbish", async () => {
    const { asked, image, ports } = scene({ python: JSON.stringify(FACTS) });
    await probeBase(RUN, image, ports);
    for (const key of ports.cache.entries.keys()) await ports.cache.write(key, Buffer.from("{"));

    expect(await probeBase(RUN, image, ports)).toEqual(FACTS);
    expect(asked).toEqual(["python", "python"]);
  });
});

describe("a base that can't be used", () => {
  test("without Python", async () => {
    const { engine, image, ports } = scene({});

    const error = (await probeBase(RUN, image, ports).catch((thrown: unknown) => thrown)) as BuildError;

    expect(error).toBeInstanceOf(BuildError);
    expect(error.message).toBe("The base image has no Python that answers.");
    expect(error.evidence).toBe("python: not found; python3: not found");
    expect(engine.containers.size).toBe(0);
    expect(ports.cache.entries.size).toBe(0);
  });

  test("without any program, which can't even wait", async () => {
    const { engine, image, ports } = scene({});
    const evidence = 'exec: "sleep": executable file not found in $PATH: unknown';
    engine.failNext("start", new EngineError("The engine could not start the container.", { evidence }));

    const error = await probeBase(RUN, image, ports).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toContain("no Python");
    expect(engine.containers.size).toBe(0);
  });

  test("on an engine that fails is an error of the engine", async () => {
    const { engine, image, ports } = scene({});
    engine.failNext("start", new EngineError("lost", { evidence: "connection reset" }));

    await expect(probeBase(RUN, image, ports)).rejects.toBeInstanceOf(EngineError);
  });

  test("for another architecture, before a container is made", async () => {
    const { engine, ports } = scene({ python: JSON.stringify(FACTS) });
    const image = engine.addImage("arm:1", { architecture: "arm64" });

    await expect(probeBase(RUN, image, ports)).rejects.toThrow(/for linux\/arm64; RunPod runs linux\/amd64/);
  });
});

describe("finding the base", () => {
  test("takes the image that the engine holds", async () => {
    const { image, ports } = scene({});

    expect((await findBase("base:1", ports)).id).toBe(image.id);
    expect(ports.log.tasks).toEqual([]);
  });

  test("pulls another one, with the credentials of its registry", async () => {
    const engine = new MemoryEngine({ registries: ["registry.example"] });
    engine.addImage("registry.example/base:1", { bytes: 10 });
    await engine.pushImage("registry.example/base:1");
    await engine.removeImage("registry.example/base:1");
    const asked: string[] = [];
    const find = async (registry: string): Promise<undefined> => {
      asked.push(registry);
      return;
    };
    const ports = testPorts({ engine, credentials: { find } });

    const image = await findBase("registry.example/base:1", ports);

    expect(image.bytes).toBe(10);
    expect(asked).toEqual(["registry.example"]);
    expect(ports.log.tasks).toEqual(["pull registry.example/base:1"]);
  });
});
