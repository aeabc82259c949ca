import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { RecordedError } from "../../../src/app/record-run.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import { EngineError, InterruptedError } from "../../../src/text/errors.ts";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import { digestOf } from "../../support/memory-images.ts";
import type { MemoryExec } from "../../support/memory-programs.ts";
import { COPYING } from "../../support/scene-builds.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const PROD = "registry.example/team/demo:prod";
const NEXT = "registry.example/team/demo:2";
const WORDS = {
  engine: "sphinx",
  duration_s: 1,
  words: [{ word: "morning", start: 0, end: 1, confidence: null }],
  pronunciations: [],
  tries: [],
};

const speaks = (exec: MemoryExec) => {
  exec.print(JSON.stringify(WORDS));
  return 0;
};
const breaks = (exec: MemoryExec) => {
  exec.print("MemoryError\n", "stderr");
  return 137;
};

/** A scene whose smoke test goes as told, on an engine where `:prod` is the image of an earlier build. */
async function sceneWith(
  chain: (exec: MemoryExec) => number,
): Promise<BuildScene & { readonly old: string }> {
  const verify = "verify: { timings: { audio: a.wav, text: t.txt, coverage: 1 } }\n";
  const scene = await buildScene(`${COPYING}${verify}`);
  await writeFile(join(scene.folder, "a.wav"), "RIFF");
  await writeFile(join(scene.folder, "t.txt"), "Morning.\n");
  scene.base.overrides = { "python -m surelayer_runtime": chain };
  const { id } = scene.engine.addImage(PROD, { bytes: 1 });
  return Object.assign(scene, { old: id });
}

interface Wish {
  readonly tags: readonly string[];
  readonly verify?: boolean;
  readonly push?: boolean;
}

async function build(scene: BuildScene, wish: Wish, changes: Partial<Ports> = {}) {
  const ports = testPorts({ engine: scene.engine, ...changes });
  const running = runCommand(RUN, scene.options(wish), ports, "0.0.0");
  const outcome: unknown = await running.catch((error: unknown) => error);
  const error = outcome instanceof RecordedError ? outcome : undefined;
  return { ports, error, report: error?.report ?? (await running) };
}

const idOf = async (scene: BuildScene, name: string) => (await scene.engine.findImage(name))?.id;

describe("names", () => {
  test("stay on the old image when the smoke test fails, and the message names the new one", async () => {
    await using scene = await sceneWith(breaks);

    const { report } = await build(scene, { tags: [PROD, NEXT] });

    expect(report.failure).toMatchObject({ kind: "VerificationError", exitCode: 1 });
    expect(await idOf(scene, PROD)).toBe(scene.old);
    expect(await idOf(scene, NEXT)).toBeUndefined();
    const id = report.built?.imageId ?? "";
    expect(report.built?.references).toEqual([]);
    expect(report.failure?.remedy).toContain(id);
    expect(report.failure?.remedy).toContain(`its names were not moved: ${PROD}, ${NEXT}`);
    const image = await scene.engine.findImage(id);
    expect(image?.references).toEqual([expect.stringMatching(/^surelayer-layer:[0-9a-f]{40}$/)]);
  });

  test("stay, too, when nobody named the image", async () => {
    await using scene = await sceneWith(breaks);
    const { id } = scene.engine.addImage("surelayer/demo:built");

    await build(scene, { tags: [] });

    expect(await idOf(scene, "surelayer/demo:built")).toBe(id);
  });

  test("stay when the image needs a GPU to be verified, and there is none", async () => {
    await using scene = await buildScene(`${COPYING}verify: { on_no_gpu: fail }\n`);
    const { id } = scene.engine.addImage(PROD);

    const { report } = await build(scene, { tags: [PROD] });

    expect(report.failure).toMatchObject({ kind: "GpuMissingError", exitCode: 5 });
    expect(report.failure?.remedy).toContain(`its names were not moved: ${PROD}`);
    expect(await idOf(scene, PROD)).toBe(id);
  });

  test("move when the verification passed, and are pushed then", async () => {
    const before: (string | undefined)[] = [];
    await using scene = await sceneWith(speaks);
    scene.base.overrides = {
      "python -m surelayer_runtime": async (exec) => {
        before.push(await idOf(scene, PROD));
        return speaks(exec);
      },
    };
    const registry = {
      requireWritable: async () => undefined,
      findMissingBlob: async () => undefined,
      findManifest: async () => {
        const id = await idOf(scene, PROD);
        return {
          ...{ digest: digestOf(`manifest of ${id}`), layerBytes: 1, mediaType: "m", blobs: [] },
          configDigest: id,
        };
      },
    };

    const { report } = await build(scene, { tags: [PROD, NEXT], push: true }, { registry });

    expect(report.failure).toBeNull();
    expect(before).toEqual([scene.old]);
    expect(report.built?.references).toEqual([PROD, NEXT]);
    expect(report.pushed.map((one) => one.reference)).toEqual([PROD, NEXT]);
    const { imageId } = report.built ?? {};
    expect([await idOf(scene, PROD), await idOf(scene, NEXT)]).toEqual([imageId, imageId]);
  });

  test("move after the build where nothing is verified", async () => {
    await using scene = await sceneWith(breaks);

    const { report } = await build(scene, { tags: [PROD], verify: false });

    expect(await idOf(scene, PROD)).toBe(report.built?.imageId);
    expect(report.built?.references).toEqual([PROD]);
  });

  test("move together or not at all", async () => {
    await using scene = await sceneWith(speaks);
    const tag = scene.engine.tagImage.bind(scene.engine);
    scene.engine.tagImage = async (image, reference) => {
      if (reference === NEXT) throw new EngineError("no such name here");
      await tag(image, reference);
    };

    const { report, ports } = await build(scene, { tags: [PROD, NEXT] });

    expect(report.failure).toMatchObject({ kind: "EngineError", message: "no such name here" });
    expect(report.built?.references).toEqual([]);
    expect(await idOf(scene, PROD)).toBe(scene.old);
    expect(ports.log.said("warn").join()).toContain(report.built?.imageId);
  });

  test("stay when the run is interrupted before they move", async () => {
    await using scene = await sceneWith(speaks);
    const stop = new AbortController();
    scene.base.overrides = {
      "python -m surelayer_runtime": (exec) => {
        stop.abort(new InterruptedError("SIGINT"));
        return speaks(exec);
      },
    };

    const { error } = await build(scene, { tags: [PROD] }, { signal: stop.signal });

    expect(error?.cause).toBeInstanceOf(InterruptedError);
    expect(await idOf(scene, PROD)).toBe(scene.old);
  });
});
