import { expect, test } from "vitest";
import type { TransferProgress } from "../../../src/ports/engine.ts";
import { watchTransfer } from "../../../src/ports/watch-transfer.ts";
import { SteppedClock } from "../../support/stepped-clock.ts";

/** A transfer that ends only when it is ended, or when `finish` is called. */
function scene(signal?: AbortSignal) {
  const clock = new SteppedClock();
  const seen: TransferProgress[] = [];
  let move: (progress: TransferProgress) => void = () => undefined;
  let finish: (value: string) => void = () => undefined;
  const watch = {
    ...{ clock, signal },
    patienceMs: ({ bytes }: TransferProgress) => (bytes === 9 ? 100_000 : 60_000),
    silence: (milliseconds: number, { bytes }: TransferProgress) =>
      new Error(`silence for ${milliseconds} at ${bytes}`),
    onProgress: (progress: TransferProgress) => void seen.push(progress),
  };
  const ended = watchTransfer(
    watch,
    ({ signal: end, onProgress }) =>
      new Promise<string>((resolve, reject) => {
        move = onProgress;
        finish = resolve;
        end?.addEventListener("abort", () => reject(new Error("aborted")));
      }),
  );
  ended.catch(() => undefined);
  const bytes = (one: number) => move({ bytes: one, totalBytes: 9, status: "s" });
  return { clock, seen, ended, bytes, finish: () => finish("done") };
}

test("a silence ends it, with what the caller says of it", async () => {
  const { clock, ended, bytes } = scene();
  bytes(3);
  await clock.step(60_000);
  await expect(ended).rejects.toThrow("silence for 60000 at 3");
});

test("what moves is not ended, however long it takes", async () => {
  const { clock, ended, bytes, finish, seen } = scene();
  for (let minute = 0; minute < 9; minute++) {
    await clock.step(59_000);
    bytes(minute % 4);
  }
  finish();
  expect(await ended).toBe("done");
  expect(seen).toHaveLength(9);
  await clock.step(0);
  expect(clock.sleepers).toBe(0);
});

test("the patience is that of the latest progress", async () => {
  const { clock, ended, bytes, finish } = scene();
  bytes(9);
  await clock.step(99_000);
  finish();
  expect(await ended).toBe("done");
});

test("who stops it hears that, not of a silence", async () => {
  const stop = new AbortController();
  const { ended } = scene(stop.signal);
  stop.abort();
  await expect(ended).rejects.toThrow("aborted");
});
