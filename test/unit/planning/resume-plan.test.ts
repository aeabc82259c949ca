import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { RecordedError } from "../../../src/app/record-run.ts";
import type { BuildablePlan, Plan } from "../../../src/plan/plan.ts";
import { resumePlan } from "../../../src/planning/resume-plan.ts";
import { verdictLine } from "../../../src/report/plan-view.ts";
import type { Report } from "../../../src/report/report.ts";
import { TOOLS_BYTES } from "../../../src/sizes/timeline.ts";
import { buildScene } from "../../support/build-scene.ts";
import { engineWith, MANIFEST, split } from "../../support/finished-engine.ts";
import { manifestText } from "../../support/manifests.ts";
import { MemoryEngine } from "../../support/memory-engine.ts";
import { planOf } from "../../support/plans.ts";
import { SimulatedBase } from "../../support/simulated-base.ts";
import { testPorts } from "../../support/test-ports.ts";

const RESERVE = 1e9;

/** A scene of one phase with three packages, on an engine whose disk and installer are at the test's command. */
async function tightScene() {
  const scene = await buildScene();
  const text = manifestText({ one: ["alpha", "beta"] }, "image: { bytecode: none }\n");
  await writeFile(join(scene.folder, "install.yml"), text);
  const disk = { free: 5e10 };
  const installs: string[] = [];
  let failAt = Number.POSITIVE_INFINITY;
  const packages = scene.base.packages.map((one) => ({ ...one, via: one.via.replace(":two", ":one") }));
  const base = new SimulatedBase(packages, undefined, {
    "python free-bytes": (exec) => {
      exec.print(`${disk.free} 100000000000\n`);
      return 0;
    },
    "uv pip install": (exec) => {
      installs.push(exec.container);
      if (installs.length < failAt) return;
      exec.print("error: Failed to build `demo`\n", "stderr");
      return 1;
    },
  });
  const engine = new MemoryEngine({ onExec: base.onExec });
  engine.addImage("base.example/python:1", { bytes: 190_000_000 });
  const ports = testPorts({ engine });
  const run = (changes = {}): Promise<Report> =>
    runCommand({ id: "r1", owner: "host/1" }, scene.options(changes), ports, "0.0.0").catch(
      (error: unknown) => {
        if (error instanceof RecordedError) return error.report;
        throw error;
      },
    );
  return {
    scene,
    disk,
    installs,
    run,
    failAt: (count: number) => {
      failAt = installs.length + count;
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}

function planIn(report: Report): Plan {
  if (report.plan === null) throw new Error(`nothing was planned: ${report.failure?.message}`);
  return report.plan;
}

const layersOf = (report: Report) => planIn(report).phases.map((one) => one.layers);

describe("where there is little room", () => {
  test("an interrupted build is gone on with in the same layers, and those that are finished count as there", async () => {
    await using tight = await tightScene();
    const whole = planIn(await tight.run({ command: "plan" }));
    tight.disk.free = RESERVE + whole.verdict.neededBytes - 1;
    tight.failAt(2);
    const broken = await tight.run();
    expect(planIn(broken).verdict).toMatchObject({ strategy: "split", fits: true });
    expect(tight.installs).toHaveLength(2);
    expect(broken.outcome).toBe("failed");

    const layers = planIn(broken).phases[0]?.disk ?? [];
    const done = layers.slice(0, 1).reduce((sum, one) => sum + one.blocks, 0);
    tight.disk.free -= done;
    tight.failAt(Number.POSITIVE_INFINITY);
    const again = await tight.run();

    expect(planIn(again).verdict).toMatchObject({ strategy: "split", fits: true, presentBytes: done });
    expect(verdictLine(planIn(again))).toContain(`of finished layers, and leaves 1.00 GB free`);
    expect(layersOf(again)).toEqual(layersOf(broken));
    expect(again.outcome).toBe("succeeded");
    expect(tight.installs).toHaveLength(3);
  });

  test("what was built when there was more is found whole, and needs nothing but the tools", async () => {
    await using tight = await tightScene();
    const first = await tight.run();
    tight.disk.free = RESERVE + TOOLS_BYTES + 1;

    const again = await tight.run();

    expect(planIn(again).verdict).toMatchObject({
      strategy: "whole",
      fits: true,
      neededBytes: TOOLS_BYTES,
      presentBytes: planIn(first).phases[0]?.sizes.blocks,
    });
    expect(again.built?.phases.map((one) => one.status)).toEqual(["cached"]);
  });

  test("a written plan is judged by what is there, too", async () => {
    await using tight = await tightScene();
    const planFile = join(tight.scene.folder, "wanted.json");
    await tight.run({ command: "plan", planFile });
    await tight.run({ fromPlan: planFile });
    tight.disk.free = RESERVE + TOOLS_BYTES + 1;

    const again = await tight.run({ fromPlan: planFile });

    expect(planIn(again).verdict).toMatchObject({ fits: true, neededBytes: TOOLS_BYTES });
    expect(again.outcome).toBe("succeeded");
  });

  test("what isn't there is refused as before", async () => {
    await using tight = await tightScene();
    tight.disk.free = RESERVE + TOOLS_BYTES + 1;

    const refused = await tight.run();

    expect(planIn(refused).verdict).toMatchObject({ strategy: "refused", fits: false });
    expect(planIn(refused).verdict.presentBytes).toBeUndefined();
  });
});

test("where there is room, finished layers change nothing about a plan", async () => {
  await using tight = await tightScene();
  const first = await tight.run();

  const { presentBytes, ...verdict } = planIn(await tight.run()).verdict;

  expect(presentBytes).toBeUndefined();
  expect(verdict.neededBytes).toBe(planIn(first).verdict.neededBytes);
});

describe("a plan that is short of room", () => {
  const verdict = { ...planOf([]).verdict, strategy: "split" as const, freeBytes: 5e9, fits: true };
  const full = planOf([split("one"), split("two", { optional: true })], { verdict });
  const without = planOf([split("one"), split("two", { optional: true, leftOut: true, layers: [] })], {
    verdict: { ...verdict, strategy: "degraded" },
  });
  const resumed = async (first: BuildablePlan, remade: BuildablePlan) =>
    resumePlan(
      first,
      { manifest: MANIFEST, disk: { keepsCompressed: false }, trustDomain: undefined, remake: () => remade },
      testPorts({ engine: await engineWith(remade, 2) }),
    );

  test("goes on with what is there", async () => {
    expect((await resumed(full, full)).verdict.presentBytes).toBeGreaterThan(0);
    expect((await resumed(without, full)).phases).toEqual(full.phases);
  });

  test("gives up nothing for it that fits without", async () => {
    expect(await resumed(full, without)).toBe(full);
  });

  test("but an image without the optional phase is better than none", async () => {
    const refused = { ...full, verdict: { ...verdict, strategy: "refused" as const, fits: false } };

    expect((await resumed(refused, without)).phases).toEqual(without.phases);
  });
});
