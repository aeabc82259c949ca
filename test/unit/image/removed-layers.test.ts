import { describe, expect, test } from "vitest";
import type { ContainerSpec } from "../../../src/ports/engine.ts";
import { EngineError } from "../../../src/text/errors.ts";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import { build, COPYING, failureOf, makeOptional } from "../../support/scene-builds.ts";

/** Removes layers of these phases just before a container whose name matches is created, at most so often. */
function removeBefore(scene: BuildScene, name: RegExp, phases: readonly string[], times = 1): void {
  const { engine } = scene;
  const create = engine.createContainer.bind(engine);
  let left = times;
  engine.createContainer = async (spec: ContainerSpec) => {
    const layers = name.test(spec.name) ? await layersOf(scene, phases) : [];
    if (layers.length > 0 && left > 0) {
      left -= 1;
      for (const id of layers) await engine.removeImage(id);
    }
    return create(spec);
  };
}

async function layersOf({ engine }: BuildScene, phases: readonly string[]): Promise<readonly string[]> {
  const images = await engine.listImages({ "dev.surelayer.layer": "" });
  return images
    .filter((one) => phases.includes(one.labels["dev.surelayer.phase"] ?? ""))
    .map((one) => one.id);
}

const removed = (phase: string, number = 1) => ({
  phase,
  number,
  class: { id: "X5", name: "image removed" },
  line: expect.stringMatching(/^The engine no longer holds the image sha256:/),
  recovery: "remake-layer",
});

describe("a finished layer that is removed in mid-build", () => {
  test("is made again before the next phase goes on top of it", async () => {
    await using scene = await buildScene(COPYING);
    removeBefore(scene, /^surelayer-making-/, ["one"]);

    const { report, ports } = await build(scene);

    expect(report.built?.phases.map((one) => [one.name, one.status])).toEqual([
      ["one", "installed"],
      ["two", "installed"],
    ]);
    expect(report.journal.attempts).toMatchObject([removed("one")]);
    expect(ports.log.said("warn").join()).toContain("one: image removed; making removed layers again.");
    const image = await scene.engine.findImage("surelayer/demo:built");
    const one = await scene.engine.findImage(report.built?.phases[0]?.imageId ?? "");
    expect(image?.layers.slice(0, one?.layers.length)).toEqual(one?.layers);
    expect(image?.layers).toHaveLength(4);
  });

  test("is made again between two tries of the phase above", async () => {
    await using scene = await buildScene(COPYING);
    let failures = 1;
    scene.base.overrides = {
      "uv pip install": (exec) => {
        if (!exec.container.endsWith("phase-two") || failures-- <= 0) return;
        exec.print("error: Failed to download\n  cause: Connection reset by peer (os error 104)\n", "stderr");
        return 2;
      },
    };
    let tries = 0;
    const { engine } = scene;
    const create = engine.createContainer.bind(engine);
    engine.createContainer = async (spec) => {
      if (spec.name.endsWith("phase-two")) tries += 1;
      if (spec.name.endsWith("phase-two") && tries === 2)
        for (const id of await layersOf(scene, ["one"])) await engine.removeImage(id);
      return create(spec);
    };

    const { report } = await build(scene);

    expect(report.journal.attempts.map((one) => [one.phase, one.class.id, one.recovery])).toEqual([
      ["two", expect.stringMatching(/^N/), "none"],
      ["one", "X5", "remake-layer"],
    ]);
    expect(report.built?.phases.map((one) => one.status)).toEqual(["installed", "installed"]);
  });

  test.each([
    ["the last one", ["two"], ["two"]],
    ["all of them", ["one", "two"], ["one"]],
  ])("is made again before the image is finished: %s", async (_, phases, from) => {
    await using scene = await buildScene(COPYING);
    removeBefore(scene, /-files$/, phases);

    const { report } = await build(scene);

    expect(report.journal.attempts).toMatchObject(from.map((phase) => removed(phase)));
    const image = await scene.engine.findImage("surelayer/demo:built");
    expect(image?.id).toBe(report.built?.imageId);
    expect(image?.labels["dev.surelayer.phases"]).toBe("one,two");
  });

  test("makes nothing again that is left", async () => {
    await using scene = await buildScene(COPYING);
    removeBefore(scene, /-files$/, ["two"]);

    await build(scene);

    expect(scene.base.commands.filter((one) => one === "uv pip install")).toHaveLength(3);
  });

  test("leaves out no optional phase for it", async () => {
    await using scene = await buildScene(COPYING);
    await makeOptional(scene);
    removeBefore(scene, /phase-two$/, ["one"]);

    const { report } = await build(scene);

    expect(report.outcome).not.toBe("degraded");
    expect(report.built?.phases.map((one) => one.status)).toEqual(["installed", "installed"]);
  });

  test("again and again ends the build and says what to look for", async () => {
    await using scene = await buildScene(COPYING);
    removeBefore(scene, /phase-two$/, ["one"], Number.POSITIVE_INFINITY);

    const failure = await failureOf(scene);

    expect(failure).toMatchObject({
      kind: "EngineError",
      exitCode: 7,
      class: { id: "X5" },
      message: "one failed 3 times the same way: image removed.",
      remedy: expect.stringContaining("docker image prune"),
    });
  });
});

test("an image that vanishes right after its commit is made again by another try", async () => {
  await using scene = await buildScene(COPYING);
  const { engine } = scene;
  const commit = engine.commit.bind(engine);
  let lost = 0;
  engine.commit = (container, spec) => {
    const image = commit(container, spec);
    if (lost++ > 0) return image;
    throw new EngineError("The engine could not commit.", { evidence: `No such image: ${image.id}` });
  };

  const { report } = await build(scene);

  expect(report.journal.attempts).toMatchObject([
    { phase: "one", class: { id: "X5" }, recovery: "remake-layer" },
  ]);
});
