import { describe, expect, test } from "vitest";
import { imageNames, nameImage } from "../../../src/image/name-image.ts";
import { NetworkBudget } from "../../../src/retry/network-budget.ts";
import { EngineError, InterruptedError } from "../../../src/text/errors.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { BUILT } from "../../support/reports.ts";
import { testPorts } from "../../support/test-ports.ts";

const NAMES = ["demo", "registry.example/demo:1", "registry.example/demo:2"] as const;
const GONE = new EngineError("the engine is gone");

/** An engine with a new image; the first name is an old image's, and the others are nobody's. */
function scene() {
  const engine = new MemoryEngine();
  const old = engine.addImage(NAMES[0]).id;
  const made = engine.addImage("surelayer-layer:1").id;
  const ports = testPorts({ engine });
  const move = (names: readonly string[] = NAMES, changes = {}) =>
    nameImage({ ...BUILT, imageId: made, references: [] }, names, new NetworkBudget(120_000), {
      ...ports,
      ...changes,
    });
  const owners = async () => {
    const found = await Promise.all(NAMES.map((name) => engine.findImage(name)));
    return found.map((one) => one?.id);
  };
  return { engine, old, made, ports, move, owners };
}

/** Lets calls to give a name fail as told. */
function onTag(
  engine: MemoryEngine,
  fault: (reference: string, image: string) => "before" | "after" | undefined,
) {
  const tag = engine.tagImage.bind(engine);
  engine.tagImage = async (image, reference) => {
    const when = fault(reference, image);
    if (when === "before") throw GONE;
    await tag(image, reference);
    if (when === "after") throw GONE;
  };
}

test("an image that nobody names is called after its manifest", () => {
  expect(imageNames([], "demo")).toEqual(["surelayer/demo:built"]);
  expect(imageNames(["a:1"], "demo")).toEqual(["a:1"]);
});

describe("names", () => {
  test("all move to the image", async () => {
    const { move, made, owners } = scene();

    expect((await move()).references).toEqual(NAMES);

    expect(await owners()).toEqual([made, made, made]);
  });

  test.each(["before", "after"] as const)(
    "are put back when the engine fails %s it gives the last one",
    async (when) => {
      const { engine, move, old, made, owners, ports } = scene();
      onTag(engine, (reference) => (reference === NAMES[2] ? when : undefined));

      await expect(move()).rejects.toBe(GONE);

      expect(await owners()).toEqual([old, undefined, undefined]);
      expect((await engine.findImage(made))?.references).toEqual(["surelayer-layer:1"]);
      expect(ports.log.said("warn")).toEqual([
        `The image is on this engine as ${made}; its names stay where they were.`,
      ]);
    },
  );

  test("are put back as soon as an engine that was lost answers", async () => {
    const { engine, move, old, owners } = scene();
    onTag(engine, (reference) => (reference === NAMES[1] ? "before" : undefined));
    for (let times = 0; times < 3; times++) engine.failNext("info", GONE);
    let answered = false;
    const ask = engine.info.bind(engine);
    engine.info = async () => {
      const info = await ask();
      answered = true;
      return info;
    };
    const remove = engine.removeImage.bind(engine);
    engine.removeImage = async (reference) => {
      if (!answered) throw GONE;
      await remove(reference);
    };

    await expect(move()).rejects.toBe(GONE);

    expect(await owners()).toEqual([old, undefined, undefined]);
  });

  test("that can't be put back are said, with the command that does it", async () => {
    const { engine, move, old, made, ports } = scene();
    onTag(engine, (reference, image) => (image === made && reference !== NAMES[1] ? undefined : "before"));
    engine.failNext("removeImage", GONE);

    await expect(move()).rejects.toBe(GONE);

    expect(ports.log.said("warn").slice(1)).toEqual([
      `The name ${NAMES[1]} could not be put back: docker rmi ${NAMES[1]} does it.`,
      `The name docker.io/library/demo:latest could not be put back: docker tag ${old} docker.io/library/demo:latest does it.`,
    ]);
  });

  test("stay where they are when the run was interrupted", async () => {
    const { move, old, owners } = scene();
    const stopped = new InterruptedError("SIGTERM");

    await expect(move(NAMES, { signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);

    expect(await owners()).toEqual([old, undefined, undefined]);
  });

  test("are asked for in full, because a short one may begin somebody's id", async () => {
    const { engine, move } = scene();
    const asked: string[] = [];
    const find = engine.findImage.bind(engine);
    engine.findImage = async (reference) => {
      asked.push(reference);
      return await find(reference);
    };

    await move(["beef"]);

    expect(asked).toEqual(["docker.io/library/beef:latest"]);
  });
});
