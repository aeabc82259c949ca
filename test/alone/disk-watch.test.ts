import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DiskReadings } from "../../src/image/disk-watch/disk-readings.ts";
import type { GuardedPhase } from "../../src/image/disk-watch/phase-guard.ts";
import { DiskWatch } from "../../src/image/disk-watch/watch-disk.ts";
import { type DiskGauge, openDiskGauge } from "../../src/image/machine/engine-disk.ts";
import type { Container } from "../../src/ports/engine.ts";
import { DoesNotFitError } from "../../src/text/errors.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { type SmallEngine, startSmallEngine } from "../support/small-engine.ts";

const MB = 1e6;
const LIMITS = { before: 100 * MB, critical: 60 * MB, after_cleanup: 60 * MB, interval: 1000, max_used: 1 };
const RUN = { id: "watched", owner: "nobody/0" };

/** Writes so many megabytes into the container's own layer, so many a second, and says when the disk was full. */
const WRITER = `
import sys, time
with open("/wheel-content", "wb", buffering=0) as file:
    for _ in range(int(sys.argv[1])):
        file.write(b"x" * 1_000_000)
        time.sleep(1 / int(sys.argv[2]))
`;

let small: SmallEngine;
beforeAll(async () => {
  small = await startSmallEngine(700);
});
afterAll(async () => await small?.[Symbol.asyncDispose]());

interface Scene {
  readonly watch: DiskWatch;
  readonly container: Container;
  readonly gauge: DiskGauge;
  phase(predictedMegabytes: number, changes?: Partial<GuardedPhase>): GuardedPhase;
  write(megabytes: number, signal: AbortSignal, perSecond?: number): Promise<string>;
}

/** A watched build container. @param look from the file system itself, or from a container as on a remote engine. */
async function scene<T>(look: "directly" | "in a container", body: (scene: Scene) => Promise<T>): Promise<T> {
  const ports = small.ports();
  const { engine } = ports;
  const info = async () => ({ ...(await engine.info()), local: look === "directly" });
  const seen = { ...ports, engine: Object.assign(Object.create(engine), { info }) };
  const gauge = await openDiskGauge(RUN, small, "disk", seen);
  const watch = new DiskWatch({ limits: LIMITS, gauge }, ports);
  const command = ["sleep", "infinity"];
  const container = await engine.createContainer({ name: "phase", image: small.image, command, labels: {} });
  try {
    await container.start();
    return await body({
      ...{ watch, container, gauge },
      phase: (predictedMegabytes, changes) => ({
        name: "large",
        predictedBytes: predictedMegabytes * MB,
        ownBytes: () => container.diffBytes(),
        ...changes,
      }),
      write: async (megabytes, signal, perSecond = 100) => {
        const written = [small.python, "-c", WRITER, String(megabytes), String(perSecond)];
        return (await execText(container, { command: written, signal })).stderr;
      },
    });
  } finally {
    await watch.stop();
    await gauge.close();
    await container.remove();
  }
}

/** Waits until the disk was looked at once more from its beginning: a look that goes on already may have seen what was before. */
async function lookAgain(watch: DiskWatch): Promise<void> {
  const before = watch.readings().taken;
  while (watch.readings().taken < before + 2) await sleep(20);
}

/** What a phase does that has written all that it writes for now, until it is stopped. */
function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });
}

async function refusalOf(running: Promise<unknown>): Promise<DoesNotFitError> {
  const error = await running.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DoesNotFitError);
  return error as DoesNotFitError;
}

const kinds = ({ events }: DiskReadings) => events.map(({ kind }) => kind);

describe.each(["directly", "in a container"] as const)("a disk looked at %s", (look) => {
  test("is seen filling up and being freed", async () => {
    await scene(look, async ({ watch }) => {
      await lookAgain(watch);
      const free = await small.second.fillDisk(200 * MB);
      await lookAgain(watch);
      await free();
      await lookAgain(watch);
      const { lowest, firstFreeBytes, lastFreeBytes, failed } = watch.readings();
      expect(failed).toBe(0);
      expect(Math.abs((lowest?.freeBytes ?? 0) - 200 * MB)).toBeLessThan(MB);
      expect(Math.abs((lastFreeBytes ?? 0) - (firstFreeBytes ?? 0))).toBeLessThan(MB);
    });
  });

  test("is watched all the same while a commit pauses the build container", async () => {
    await scene(look, async ({ watch, container, write }) => {
      await write(150, new AbortController().signal);
      const before = watch.readings().taken;
      const image = await container.commit({ comment: "", config: { labels: {} }, reference: "layer:1" });
      await lookAgain(watch);
      const { taken, failed, events, lowest, firstFreeBytes } = watch.readings();
      expect([failed, events]).toEqual([0, []]);
      expect(taken).toBeGreaterThan(before);
      expect((firstFreeBytes ?? 0) - (lowest?.freeBytes ?? 0)).toBeGreaterThan(299 * MB);
      await small.ports().engine.removeImage(image.id);
    });
  });
});

test("a phase that would fill the disk is stopped, with numbers, before the disk is full", async () => {
  await scene("directly", async ({ watch, gauge, phase, write }) => {
    const said: string[] = [];
    const free = await small.second.fillDisk(200 * MB);
    const error = await refusalOf(
      watch.guard(phase(400, { peakBytes: 0 }), async (signal) => {
        // Slowly: also on a busy machine the watch looks before 60 MB are written.
        said.push(await write(2000, signal, 30));
      }),
    );
    const left = (await gauge.read()).freeBytes;
    await free();
    expect(error.message).toMatch(
      /^Phase large was stopped before the disk was full: [\d.]+ MB are left .* 60\.0 MB/,
    );
    expect(error.evidence).toMatch(/^Phase large has written \d+ MB of 400 MB predicted/);
    expect(error.evidence).not.toContain("something else");
    expect(said).toEqual([]);
    expect(left).toBeGreaterThan(0);
    expect(watch.readings().lowest?.freeBytes).toBeGreaterThan(30 * MB);
    expect(kinds(watch.readings())).toEqual(["stopped"]);
  });
});

test("a phase beside somebody who fills the disk is stopped, and who it was is said", async () => {
  await scene("directly", async ({ watch, phase, write }) => {
    let free: (() => Promise<void>) | undefined;
    const error = await refusalOf(
      watch.guard(phase(100), async (signal) => {
        await write(20, signal);
        free = await small.second.fillDisk(50 * MB);
        // However late the watch looks, the phase has written no more.
        return await untilStopped(signal);
      }),
    );
    await free?.();
    expect(error.evidence).toMatch(
      /^Phase large has written 20\.\d MB of 100 MB predicted; something else on this disk wrote \d{3} MB since it began\.$/,
    );
    expect(kinds(watch.readings()).at(-1)).toBe("stopped");
  });
});

test("an emergency cleanup that frees enough lets the phase go on to its end", async () => {
  await scene("directly", async ({ watch, phase, write }) => {
    let free: (() => Promise<void>) | undefined;
    const makeRoom = async () => await free?.();
    const said = await watch.guard(phase(100, { makeRoom }), async (signal) => {
      await write(20, signal);
      free = await small.second.fillDisk(50 * MB);
      while (!kinds(watch.readings()).includes("cleaned")) await sleep(20);
      return await write(100, signal);
    });
    expect(said).toBe("");
    expect(kinds(watch.readings())).toEqual(expect.arrayContaining(["critical", "cleaned"]));
    expect(kinds(watch.readings())).not.toContain("stopped");
  });
});

test("a phase that unpacks to three times its prediction is stopped early, with both numbers", async () => {
  await scene("directly", async ({ watch, gauge, phase, write }) => {
    const error = await refusalOf(watch.guard(phase(40), (signal) => write(2000, signal)));
    const left = (await gauge.read()).freeBytes;
    expect(error.message).toMatch(
      /^Phase large was stopped early: it has written \d+(\.\d)? MB where 40\.0 MB were predicted, and goes on\.$/,
    );
    expect(error.evidence).toContain("More than 92.0 MB");
    expect(left).toBeGreaterThan(100 * MB);
  });
});

test("without room for the copy a layer isn't committed, and its container is none the worse for it", async () => {
  await scene("directly", async ({ watch, container, phase, write }) => {
    await watch.guard(phase(100), (signal) => write(100, signal));
    const free = await small.second.fillDisk(90 * MB);
    const bytes = await container.diffBytes();
    const error = await refusalOf(watch.requireRoomToCommit({ name: "large" }, bytes));
    expect(error.message).toMatch(/needs 132 MB, and [\d.]+ MB are free on the engine's disk\.$/);
    await free();
    await watch.requireRoomToCommit({ name: "large" }, bytes);
    const image = await container.commit({ comment: "", config: { labels: {} }, reference: "layer:2" });
    await small.ports().engine.removeImage(image.id);
  });
});

test("nothing is left of the watch", async () => {
  const { docker } = small.second;
  expect(await docker.listContainers({ all: true })).toEqual([]);
  expect((await docker.listVolumes()).Volumes ?? []).toEqual([]);
});
