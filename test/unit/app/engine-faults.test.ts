import { describe, expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import type { RecordedError } from "../../../src/app/record-run.ts";
import { EngineError, InterruptedError, SurelayerError } from "../../../src/text/errors.ts";
import { RUN_LABEL } from "../../../src/toolbox/run.ts";
import { type BuildScene, buildScene } from "../../support/build-scene.ts";
import type { MemoryEngine } from "../../support/memory-engine.ts";
import { testPorts } from "../../support/test-ports.ts";
import { type EngineCallHooks, watchEngine } from "../../support/watched-engine.ts";

const RUN = { id: "r1", owner: "host/1" };

async function leftOver(engine: MemoryEngine): Promise<readonly string[]> {
  const containers = await engine.listContainers({ [RUN_LABEL]: "" });
  const volumes = await engine.listVolumes({ [RUN_LABEL]: "" });
  return [...containers, ...volumes].map((one) => one.name);
}

/** Runs a build whose engine calls pass these hooks; answers what it threw. */
async function runWatched(scene: BuildScene, hooks: EngineCallHooks, signal?: AbortSignal): Promise<unknown> {
  const engine = watchEngine(scene.engine, hooks);
  const ports = testPorts({ engine, ...(signal && { signal }) });
  try {
    await runCommand(RUN, scene.options({ tags: ["registry.example/team/demo:1"] }), ports, "0.0.0");
    return undefined;
  } catch (error) {
    return error;
  }
}

async function countCalls(): Promise<number> {
  await using scene = await buildScene();
  let calls = 0;
  const thrown = await runWatched(scene, {
    before: (_, index) => {
      calls = index;
    },
  });
  if (thrown) throw thrown;
  return calls;
}

/** What is tried at a call: each number below is the engine call that the run meets it at. */
const CALLS = await countCalls();
const EVERY_CALL = Array.from({ length: CALLS }, (_, index) => index + 1);

describe("whatever the engine refuses", () => {
  test("is tried at a good many calls", () => {
    expect(CALLS).toBeGreaterThan(40);
  });

  test.each(EVERY_CALL)("at call %d: nothing is left, and the error is one of ours", async (fatal) => {
    await using scene = await buildScene();
    const before = (_: string, index: number) => {
      if (index === fatal) throw new EngineError(`refused at ${fatal}`);
    };

    const thrown = await runWatched(scene, { before });

    if (thrown !== undefined) expect((thrown as RecordedError).cause).toBeInstanceOf(SurelayerError);
    expect(await leftOver(scene.engine)).toEqual([]);
  });

  test.each(EVERY_CALL)("after call %d, its answer lost: nothing is left", async (fatal) => {
    await using scene = await buildScene();
    const after = (_: string, index: number) => {
      if (index === fatal) throw new EngineError(`lost at ${fatal}`);
    };

    const thrown = await runWatched(scene, { after });

    if (thrown !== undefined) expect((thrown as RecordedError).cause).toBeInstanceOf(SurelayerError);
    expect(await leftOver(scene.engine)).toEqual([]);
  });

  test("a clean-up that fails doesn't hide why a phase failed", async () => {
    await using scene = await buildScene();
    scene.base.overrides = { "uv pip install": () => 1 };
    let removals = 0;

    const thrown = await runWatched(scene, {
      before: (call) => {
        if (call !== "remove") return;
        removals += 1;
        throw new EngineError("can't remove");
      },
    });

    expect(removals).toBeGreaterThan(0);
    expect((thrown as RecordedError).report.failure?.message).toContain("Phase one failed");
    expect(await leftOver(scene.engine)).toEqual([]);
  });
});

describe("an interruption", () => {
  test.each(EVERY_CALL)("during call %d ends the run as interrupted, and leaves nothing", async (at) => {
    await using scene = await buildScene();
    const controller = new AbortController();
    const before = (_: string, index: number) => {
      if (index === at) controller.abort(new InterruptedError("SIGINT"));
    };

    const thrown = await runWatched(scene, { before }, controller.signal);

    // The sweep that follows a finished run has nothing left to interrupt.
    const finished = thrown === undefined && at > CALLS - 2;
    if (!finished) expect((thrown as RecordedError).cause).toBeInstanceOf(InterruptedError);
    expect(await leftOver(scene.engine)).toEqual([]);
  });
});
