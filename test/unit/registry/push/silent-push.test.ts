import { expect, test } from "vitest";
import type { TransferOptions } from "../../../../src/ports/engine.ts";
import { openPushScene } from "../../../support/push-scene.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";

/** Hears nothing but the end. */
const hang = ({ signal }: TransferOptions) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener("abort", () => reject(new Error("The operation was aborted"))),
  );

async function settle<T>(clock: SteppedClock, ending: Promise<T>): Promise<PromiseSettledResult<T>> {
  let over = false;
  const settled = Promise.allSettled([ending]).finally(() => {
    over = true;
  });
  while (!over) await clock.step(1000);
  return (await settled)[0];
}

test("a registry that never answers the engine is pushed to again after a minute of silence", async () => {
  const clock = new SteppedClock();
  await using scene = await openPushScene({
    clock,
    push: async (put, number, options) => {
      if (number > 1) return put();
      options.onProgress?.({ bytes: 5, totalBytes: 1e9, status: "0 of 1 layers" });
      return await hang(options);
    },
  });
  expect(await settle(clock, scene.push())).toMatchObject({ status: "fulfilled" });
  expect(scene.recorded).toMatchObject([{ phase: "push", class: { id: "N10" }, seconds: 60 }]);
  expect(scene.recorded[0]?.line).toMatch(/stopped answering in the push/);
});

test("a registry gets as long as it needs to check what it got", async () => {
  const clock = new SteppedClock();
  await using scene = await openPushScene({
    clock,
    push: async (put, number, options) => {
      if (number > 1) return put();
      options.onProgress?.({ bytes: 1e10, totalBytes: 1e10, status: "0 of 1 layers" });
      return await hang(options);
    },
  });
  await settle(clock, scene.push());
  expect(scene.recorded).toMatchObject([{ seconds: 260 }]);
});

test("a registry that never answers the engine ends the push when its silences have used up the budget", async () => {
  const clock = new SteppedClock();
  await using scene = await openPushScene({
    clock,
    push: async (_put, _number, options) => await hang(options),
  });
  const ended = await settle(clock, scene.push());
  expect(ended).toMatchObject({
    reason: {
      exitCode: 6,
      message: expect.stringMatching(/^The push of .* failed after 2 tries .*`install\.bridge` is used up/),
    },
  });
  expect(ended).toMatchObject({ reason: { remedy: expect.stringContaining("restart the engine") } });
  expect(scene.pushes()).toBe(2);
});
