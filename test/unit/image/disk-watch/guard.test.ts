import { describe, expect, test } from "vitest";
import { BuildError, DoesNotFitError, InterruptedError } from "../../../../src/text/errors.ts";
import { diskScene, endless, guarded, MB, thrownBy } from "./disk-scene.ts";

describe("a phase", () => {
  test("that has no room isn't begun", async () => {
    const { watch } = diskScene({}, 900);
    let begun = false;
    const error = await thrownBy(
      watch.guard(guarded(), async () => {
        begun = true;
      }),
    );
    expect(begun).toBe(false);
    expect(error).toBeInstanceOf(DoesNotFitError);
    expect(error).toMatchObject({
      message: "Phase large was not begun: 900 MB are free on the engine's disk, and it needs 1.00 GB.",
      remedy: expect.stringContaining("docker system df"),
    });
    expect(watch.readings().events.map(({ kind }) => kind)).toEqual(["refused"]);
  });

  test("needs its peak and what must stay free beside it", async () => {
    const error = await thrownBy(
      diskScene({}, 3000).watch.guard(guarded({ peakBytes: 2501 * MB }), async () => undefined),
    );
    expect(error).toMatchObject({ message: expect.stringMatching(/3\.00 GB are free .* it needs 3\.00 GB/) });
    await diskScene({}, 3000).watch.guard(guarded({ peakBytes: 2500 * MB }), async () => undefined);
  });

  test("is begun once enough was removed", async () => {
    const { disk, watch } = diskScene({}, 900);
    const makeRoom = async () => {
      disk.free = 1100 * MB;
    };
    expect(await watch.guard(guarded({ makeRoom }), async () => "done")).toBe("done");
  });

  test("has its room measured even where making some has failed", async () => {
    const { log, watch } = diskScene({}, 900);
    const makeRoom = () => Promise.reject(new BuildError("no python"));
    const running = watch.guard(guarded({ makeRoom }), async () => undefined);
    await expect(running).rejects.toThrow("900 MB are free");
    expect(log.said("debug")).toEqual(["could not make room: no python"]);
  });

  test("in danger goes on when the cleanup has ended it", async () => {
    const { disk, clock, log, watch } = diskScene();
    const makeRoom = async () => {
      disk.free = 700 * MB;
    };
    const running = watch.guard(guarded({ makeRoom, predictedBytes: 9000 * MB }), async () => {
      disk.free = 499 * MB;
      await clock.step(3000);
      return "done";
    });
    expect(await running).toBe("done");
    expect(log.said("warn")[1]).toBe(
      "Only 499 MB are free on the engine's disk while phase large installs: removing what is ours to remove.",
    );
    expect(watch.readings().events.map(({ kind }) => kind)).toEqual(["much-used", "critical", "cleaned"]);
  });

  test("is cleaned once only", async () => {
    const { disk, clock, watch } = diskScene();
    let cleanups = 0;
    const makeRoom = async () => {
      cleanups += 1;
      disk.free = 700 * MB;
    };
    const running = thrownBy(watch.guard(guarded({ makeRoom, predictedBytes: 9000 * MB }), endless));
    for (const free of [499, 499]) {
      await clock.step(500);
      disk.free = free * MB;
      await clock.step(1500);
    }
    expect(await running).toMatchObject({
      message:
        "Phase large was stopped before the disk was full: 499 MB are left on the engine's disk, and less than 500 MB is dangerous.",
    });
    expect(cleanups).toBe(1);
  });

  test("is stopped where the cleanup leaves less than disk.after_cleanup", async () => {
    const { disk, clock, watch } = diskScene();
    const makeRoom = async () => {
      disk.free = 550 * MB;
    };
    const running = thrownBy(watch.guard(guarded({ makeRoom, predictedBytes: 9000 * MB }), endless));
    await clock.step(500);
    disk.free = 450 * MB;
    await clock.step(2000);
    expect(await running).toMatchObject({ message: expect.stringMatching(/550 MB are left .* 600 MB/) });
  });

  test("doesn't wait for a cleanup that takes too long", async () => {
    const { disk, clock, watch } = diskScene();
    const makeRoom = () => new Promise<void>(() => undefined);
    const running = thrownBy(watch.guard(guarded({ makeRoom, predictedBytes: 9000 * MB }), endless));
    await clock.step(500);
    disk.free = 450 * MB;
    await clock.step(2000);
    disk.free = 249 * MB;
    await clock.step(100);
    expect(await running).toMatchObject({ message: expect.stringMatching(/249 MB are left/) });
  });

  test("in danger says who has filled the disk", async () => {
    const { disk, clock, watch } = diskScene();
    const running = thrownBy(watch.guard(guarded(), endless));
    await clock.step(500);
    disk.free = 400 * MB;
    await clock.step(2000);
    const error = await running;
    expect(error).toBeInstanceOf(DoesNotFitError);
    expect(error).toMatchObject({
      evidence:
        "Phase large has written 60.0 MB of 100 MB predicted; something else on this disk wrote 9.54 GB since it began.",
    });
    expect(watch.readings().events.at(-1)).toMatchObject({ kind: "stopped", text: (error as Error).message });
  });

  test("in danger is stopped also where the engine doesn't say what it wrote", async () => {
    const { disk, clock, watch } = diskScene();
    const silent = guarded({ ownBytes: () => new Promise(() => undefined), predictedBytes: 9000 * MB });
    const running = thrownBy(watch.guard(silent, endless));
    await clock.step(500);
    disk.free = 400 * MB;
    await clock.step(10_000);
    expect(await running).toMatchObject({
      evidence: "The disk has taken 9.60 GB since the phase began; 9.00 GB were predicted.",
    });
  });

  test("that writes far more than predicted is stopped long before the disk is full", async () => {
    const { disk, clock, watch } = diskScene();
    const running = thrownBy(watch.guard(guarded({ ownBytes: async () => 290 * MB }), endless));
    await clock.step(500);
    disk.free -= 300 * MB;
    await clock.step(1000);
    expect(await running).toMatchObject({
      name: "DoesNotFitError",
      message:
        "Phase large was stopped early: it has written 290 MB where 100 MB were predicted, and goes on.",
      evidence: expect.stringContaining("More than 182 MB"),
      remedy: expect.stringContaining("pin another version"),
    });
  });

  test.each([
    ["be as wrong as the plan says", { marginBytes: 150 * MB }],
    ["write what building its sources needs beside them", { buildBytes: 150 * MB }],
  ])("may %s", async (_, allowed) => {
    const { disk, clock, watch } = diskScene();
    const estimated = guarded({ ownBytes: async () => 300 * MB, ...allowed });
    await watch.guard(estimated, async () => {
      disk.free -= 300 * MB;
      await clock.step(2000);
    });
  });

  test("that fails by itself fails with its own error", async () => {
    const { watch } = diskScene();
    const failing = watch.guard(guarded(), () => Promise.reject(new BuildError("broken wheel")));
    await expect(failing).rejects.toThrow("broken wheel");
  });

  test("that somebody interrupts is interrupted, whatever the disk says", async () => {
    const { disk, clock, watch, interrupt } = diskScene();
    const running = thrownBy(watch.guard(guarded(), endless));
    await clock.step(500);
    disk.free = 400 * MB;
    interrupt(new InterruptedError("SIGINT"));
    await clock.step(2000);
    expect(await running).toBeInstanceOf(InterruptedError);
  });

  test("that ends before its cleanup waits for it: nothing works in a container that is committed", async () => {
    const { disk, clock, watch } = diskScene();
    let cleaned = false;
    const makeRoom = async () => {
      await clock.sleep(3000);
      cleaned = true;
    };
    const running = watch
      .guard(guarded({ makeRoom, predictedBytes: 9000 * MB }), async () => clock.sleep(1500))
      .then(() => cleaned);
    await clock.step(500);
    disk.free = 450 * MB;
    await clock.step(10_000);
    expect(await running).toBe(true);
  });
});

describe("a commit", () => {
  test("needs room for a copy of the layer", async () => {
    const { watch } = diskScene({}, 731);
    await expect(watch.requireRoomToCommit({ name: "large" }, 700 * MB)).rejects.toThrow(
      "Phase large was not committed: a commit copies its layer and needs 732 MB, and 731 MB are free on the engine's disk.",
    );
    await watch.requireRoomToCommit({ name: "large" }, 699 * MB);
  });

  test("asks for no more than what the plan left free", async () => {
    const { watch } = diskScene({ critical: 5 * MB, before: 10 * MB }, 45);
    await watch.requireRoomToCommit({ name: "large" }, 40 * MB);
  });

  test("goes on once enough was removed", async () => {
    const { disk, watch } = diskScene({}, 600);
    const makeRoom = async () => {
      disk.free = 800 * MB;
    };
    await watch.requireRoomToCommit({ name: "large", makeRoom }, 700 * MB);
  });
});
