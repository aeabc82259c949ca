import { describe, expect, test } from "vitest";
import { DiskReadings } from "../../../../src/image/disk-watch/disk-readings.ts";
import { diskScene, guarded, MB } from "./disk-scene.ts";

describe("the watch", () => {
  test("looks at each interval and keeps what it saw", async () => {
    const { disk, clock, watch } = diskScene();
    await clock.step(1000);
    disk.free = 8000 * MB;
    await clock.step(1000);
    disk.free = 9000 * MB;
    await clock.step(1000);
    await watch.stop();
    await clock.step(5000);

    expect(DiskReadings.parse(watch.readings())).toEqual({
      ...{ intervalSeconds: 1, taken: 4, failed: 0, totalBytes: 20_000 * MB },
      ...{ firstFreeBytes: 10_000 * MB, lastFreeBytes: 9000 * MB, highestUsed: 0.6, events: [] },
      lowest: { seconds: 2, freeBytes: 8000 * MB },
      series: [
        [0, 10_000 * MB],
        [1, 10_000 * MB],
        [2, 8000 * MB],
        [3, 9000 * MB],
      ],
    });
  });

  test("looks more often where a fast writer could come to the danger within an interval", async () => {
    const { disk, clock, watch } = diskScene();
    await clock.step(1000);
    disk.free = 700 * MB;
    await clock.step(1000);
    const before = watch.readings().taken;
    await clock.step(1000);
    expect(watch.readings().taken - before).toBe(10);
    disk.free = 501 * MB;
    await clock.step(100);
    const near = watch.readings().taken;
    await clock.step(1000);
    expect(watch.readings().taken - near).toBe(20);
  });

  test("that is switched off looks before phases and commits only", async () => {
    const { clock, watch } = diskScene({ interval: 0 });
    await clock.step(60_000);
    expect(watch.readings().taken).toBe(0);
    await watch.guard(guarded(), async () => clock.step(60_000));
    expect(watch.readings().taken).toBe(1);
  });

  test("takes a look that fails for what it is: no reason to lose a build", async () => {
    const { disk, clock, log, watch } = diskScene();
    disk.broken = true;
    const result = await watch.guard(guarded(), async () => {
      await clock.step(3000);
      disk.broken = false;
      await clock.step(2000);
      disk.broken = true;
      await clock.step(1000);
      return "done";
    });
    expect(result).toBe("done");
    const { taken, failed } = watch.readings();
    expect([taken, failed]).toEqual([3, 5]);
    expect(log.lines).toEqual(
      Array(2).fill({ level: "debug", message: "the engine's disk can't be looked at: statfs: EIO" }),
    );
  });

  test("warns once when this build passes disk.max_used", async () => {
    const { disk, clock, log, watch } = diskScene();
    await clock.step(1000);
    disk.free = 3000 * MB;
    await clock.step(3000);
    expect(log.said("warn")).toEqual([
      "The engine's disk is 85 % full, more than the 80 % of disk.max_used: 3.00 GB of 20.0 GB are free.",
    ]);
    expect(watch.readings().events).toEqual([{ seconds: 2, kind: "much-used", text: log.said("warn")[0] }]);
  });

  test("doesn't warn of a disk that was fuller before the build", async () => {
    const { disk, clock, log } = diskScene({}, 3000);
    await clock.step(1000);
    disk.free = 2900 * MB;
    await clock.step(3000);
    expect(log.lines).toEqual([]);
  });
});
