import { describe, expect, test } from "vitest";
import { diskScene, endless, guarded, MB, thrownBy } from "./disk-scene.ts";

test("nobody else is blamed for what the build itself downloads meanwhile", async () => {
  const { disk, clock, log, watch } = diskScene();
  await watch.guard(guarded({ besideBytes: () => 400 * MB }), async () => {
    disk.free -= 460 * MB;
    await clock.step(2000);
  });
  expect(log.said("warn")).toEqual([]);
});

describe("a phase beside other writers", () => {
  test("of many small files isn't taken for somebody else", async () => {
    const { disk, clock, log, watch } = diskScene();
    const small = guarded({ predictedBytes: 2000 * MB, ownBytes: async () => 2500 * MB });
    await watch.guard(small, async () => {
      disk.free -= 3100 * MB;
      await clock.step(2000);
    });
    expect(log.said("warn")).toEqual([]);
  });

  test("isn't blamed for what others write, and is asked again only when there is that much more", async () => {
    const { disk, clock, log, watch } = diskScene();
    let asked = 0;
    const ownBytes = async () => {
      asked += 1;
      return 60 * MB;
    };
    await watch.guard(guarded({ ownBytes }), async () => {
      disk.free -= 300 * MB;
      await clock.step(5000);
      expect(asked).toBe(1);
      disk.free -= 100 * MB;
      await clock.step(5000);
      expect(asked).toBe(1);
      disk.free -= 100 * MB;
      await clock.step(5000);
    });
    expect(asked).toBe(2);
    // There is room for both.
    expect(log.said("warn")).toEqual([]);
  });

  test("says who writes beside it as soon as there may be too little room for both", async () => {
    const { disk, clock, log, watch } = diskScene();
    await watch.guard(guarded({ peakBytes: 2000 * MB }), async () => {
      disk.free = 2400 * MB;
      await clock.step(2000);
    });
    expect(log.said("warn")).toContain(
      "Phase large has written 60.0 MB of 100 MB predicted; something else on this disk wrote 7.54 GB since it began.",
    );
  });

  test("of commands may write whatever the disk has room for, and is stopped when that is full", async () => {
    const { disk, clock, watch } = diskScene();
    const commands = guarded({ predictedBytes: 0, openEnded: true, ownBytes: async () => 9000 * MB });
    const running = thrownBy(watch.guard(commands, endless));
    await clock.step(500);
    disk.free = 1000 * MB;
    await clock.step(2000);
    expect(watch.readings().events.map(({ kind }) => kind)).toEqual(["much-used"]);
    disk.free = 400 * MB;
    await clock.step(2000);
    expect(await running).toMatchObject({
      message: expect.stringContaining("stopped before the disk was full"),
      evidence: "Phase large has written 9.00 GB.",
    });
  });
});
