import { expect, test } from "vitest";
import { diskScene, guarded, MB } from "./disk-scene.ts";

test("nobody else is blamed for what the build itself downloads meanwhile", async () => {
  const { disk, clock, log, watch } = diskScene();
  await watch.guard(guarded({ besideBytes: () => 400 * MB }), async () => {
    disk.free -= 460 * MB;
    await clock.step(2000);
  });
  expect(log.said("warn")).toEqual([]);
});
