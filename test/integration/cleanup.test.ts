import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanContainer } from "../../src/image/cleanup/clean-container.ts";
import { cleanEngine } from "../../src/image/cleanup/clean-engine.ts";
import { CleanupResult, freedBytes } from "../../src/image/cleanup/cleanup-result.ts";
import { openDiskGauge } from "../../src/image/machine/engine-disk.ts";
import type { Container } from "../../src/ports/engine.ts";
import { runLabels } from "../../src/toolbox/run.ts";
import { type CleanupScene, IN_BASE, IN_LAYER, NEEDED, openCleanupScene } from "../support/cleanup-scene.ts";
import { variation } from "../support/full.ts";
import { type PlantedFile, plant, standing } from "../support/planted-files.ts";
import type { SmallEngine } from "../support/small-engine.ts";

let scene: CleanupScene;
let small: SmallEngine;
beforeAll(async () => {
  scene = await openCleanupScene();
  small = scene.small;
});
afterAll(async () => await scene?.[Symbol.asyncDispose]());

type Asked = Partial<Parameters<typeof cleanContainer>[1]>;

function clean(container: Container, asked: Asked = {}): Promise<CleanupResult> {
  const request = { interpreter: small.python, level: "critical", needed: NEEDED, ...asked } as const;
  return cleanContainer(container, request, small.ports());
}

describe("a cleanup before a commit", () => {
  test("takes what the phase left, leaves the base alone, and says what lies there", async () => {
    await scene.phase(async (container) => {
      const all = [...IN_BASE, ...IN_LAYER];
      const before = await standing(container, small.python, all);
      const bytesBefore = await container.diffBytes();
      const result = CleanupResult.parse(await clean(container));
      const own = await scene.judge(container, IN_LAYER, before);
      const { after } = await scene.judge(container, IN_BASE, before);
      expect(own.share).toBeGreaterThanOrEqual(0.85);
      expect(own.changed).toEqual([]);
      for (const { path } of IN_BASE) expect([path, after[path]]).toEqual([path, before[path]]);

      const freed = bytesBefore - (await container.diffBytes());
      expect(freedBytes(result)).toBeGreaterThanOrEqual(freed);
      expect(freedBytes(result) / freed).toBeLessThan(1.02);
      expect(Math.abs((result.freeAfter ?? 0) - (result.freeBefore ?? 0) - freedBytes(result))).toBeLessThan(
        5e5,
      );
      for (const row of result.rows)
        expect(row).toMatchObject({ measuredBytes: row.expectedBytes, hiddenBytes: 0 });
      expect(result.rows.map((row) => row.baseBytes > 0)).toEqual([
        true,
        true,
        false,
        true,
        true,
        true,
        true,
        true,
      ]);
    });
  });

  test("of the whole view also hides what the base holds, and counts it apart", async () => {
    await scene.phase(async (container) => {
      const all = [...IN_BASE, ...IN_LAYER];
      const before = await standing(container, small.python, all);
      const bytesBefore = await container.diffBytes();
      const result = await clean(container, { scope: "view" });
      const { share, changed } = await scene.judge(container, all, before);
      expect(share).toBeGreaterThanOrEqual(0.85);
      expect(changed).toEqual([]);
      const hidden = result.rows.reduce((sum, row) => sum + row.hiddenBytes, 0);
      expect(hidden).toBeGreaterThan(15e6);
      const freed = bytesBefore - (await container.diffBytes());
      expect(Math.abs(freedBytes(result) - freed)).toBeLessThan(3e5);
    });
  });

  variation("takes other programs' caches in home folders only when it is critical", async () => {
    await scene.phase(async (container) => {
      const result = await clean(container, { level: "normal" });
      expect(result.rows.map((row) => row.strategy)).not.toContain("caches of the home folders");
      const after = await standing(container, small.python, IN_LAYER);
      expect(after["/root/.cache/phase-tool/blob"]).toBeDefined();
      expect(after["/root/.cache/pip/http-v2/a/b/phase.body"]).toBeUndefined();
    });
  });

  variation("stops as soon as enough is free", async () => {
    await scene.phase(async (container) => {
      const result = await clean(container, { targetBytes: 7_000_000 });
      const done = result.rows.filter((row) => row.stoppedAt === null).map((row) => row.strategy);
      expect(done).toEqual(["pip cache", "uv cache"]);
      expect(result.rows.slice(2).every((row) => row.stoppedAt === "target" && row.files === 0)).toBe(true);
      expect(freedBytes(result)).toBeGreaterThanOrEqual(7_000_000);
    });
  });

  variation("leaves no empty folders of its own behind, and those of the base in their place", async () => {
    await scene.phase(async (container) => {
      await clean(container);
      const gone = [
        "/root/.cache/pip/wheels/phase",
        "/root/.cache/uv/archive-v0/phase",
        "/opt/conda/pkgs/phase-1.0-0",
      ];
      const kept = ["/root/.cache/pip/wheels/base", "/var/cache/apt/archives/partial", "/tmp", "/var/tmp"];
      for (const path of gone)
        expect([path, await container.exec({ command: ["test", "-e", path] })]).toEqual([path, 1]);
      for (const path of kept)
        expect([path, await container.exec({ command: ["test", "-d", path] })]).toEqual([path, 0]);
    });
  });
});

describe("what could be somebody's", () => {
  const cached = "/root/.cache/pip/http-v2/a/b/phase.body";

  test("isn't taken through a link in the place of a cache", async () => {
    const files: readonly PlantedFile[] = [
      { path: "/opt/precious/http-v2/entry", kilobytes: 500, days: 3, fate: "stays" },
      { path: "/home/someone/.cache/pip", linkTo: "/opt/precious", fate: "stays" },
      { path: "/srv/.cache/pip/entry", kilobytes: 500, days: 3, fate: "stays" },
    ];
    await scene.phase(async (container) => {
      await container.exec({ command: ["useradd", "--home-dir", "/home/someone", "someone"] });
      await container.exec({ command: ["useradd", "--home-dir", "/srv", "service"] });
      const before = await standing(container, small.python, files);
      await clean(container, { scope: "view" });
      expect(await standing(container, small.python, files)).toEqual(before);
    }, files);
  });

  test("isn't taken from under a program that still runs", async () => {
    await scene.phase(async (container) => {
      await sleep(1000);
      const running = container.exec({
        command: [
          small.python,
          "-c",
          `open(${JSON.stringify(cached)}, "a").write("more"); import time; time.sleep(4)`,
        ],
      });
      await sleep(500);
      const result = await clean(container);
      await running;
      const after = await standing(container, small.python, IN_LAYER);
      expect(after[cached]).toBeDefined();
      expect(after["/root/.cache/pip/wheels/phase/built.whl"]).toBeUndefined();
      expect(result.kept.inUse).toBeGreaterThan(4_000_000);
    });
  });

  test("goes when the installer that left it is gone", async () => {
    const files: readonly PlantedFile[] = [
      { path: "/tmp/pip-install-a1_b2/package/setup.py", kilobytes: 500, fate: "goes" },
      { path: "/tmp/uv-05f7b0856e340464.lock", fate: "goes" },
      { path: "/tmp/pip-notes/mine.txt", kilobytes: 500, fate: "stays" },
    ];
    await scene.phase(async (container) => {
      await clean(container);
      expect(Object.keys(await standing(container, small.python, files))).toEqual([
        "/tmp/pip-notes/mine.txt",
      ]);
    }, files);
  });
});

test("an engine is freed of what dead runs left, and of nothing else", async () => {
  const ports = small.ports({ judgeOwner: (owner) => (owner === "host/1" ? "dead" : "alive") });
  const gauge = await openDiskGauge({ id: "r", owner: "host/2" }, small, "disk", ports);
  const { engine } = ports;
  const command = ["sleep", "infinity"];
  const runs = {
    dead: runLabels({ id: "d", owner: "host/1" }),
    alive: runLabels({ id: "a", owner: "host/2" }),
    foreign: {},
  };
  for (const [name, labels] of Object.entries(runs)) {
    const container = await engine.createContainer({ name, image: small.image, command, labels });
    await container.start();
    await plant(container, small.python, [{ path: "/rest", kilobytes: 20_000, fate: "goes" }]);
    await engine.createVolume(`volume-${name}`, labels);
  }
  await engine.tagImage(small.image, "surelayer-layer:finished");
  const result = CleanupResult.parse(await cleanEngine(gauge, ports));
  await gauge.close();
  const { docker } = small.second;
  const left = (await docker.listContainers({ all: true })).flatMap((one) => one.Names);
  expect(left.sort()).toEqual(["/alive", "/foreign"]);
  expect(((await docker.listVolumes()).Volumes ?? []).map((one) => one.Name).sort()).toEqual([
    "tools",
    "volume-alive",
    "volume-foreign",
  ]);
  expect(await engine.findImage("surelayer-layer:finished")).toBeDefined();
  expect(result.rows[0]).toMatchObject({ files: 2, expectedBytes: null });
  expect(freedBytes(result)).toBeGreaterThan(20e6);
});
