import type { GuardedPhase } from "../../../../src/image/disk-watch/phase-guard.ts";
import { DiskWatch } from "../../../../src/image/disk-watch/watch-disk.ts";
import { RecordingLogger } from "../../../support/recording-logger.ts";
import { SteppedClock } from "../../../support/stepped-clock.ts";

export const MB = 1e6;
const LIMITS = {
  before: 1000 * MB,
  critical: 500 * MB,
  after_cleanup: 600 * MB,
  interval: 1000,
  max_used: 0.8,
};

/** A watch over a disk of 20 GB that the test fills. */
export function diskScene(limits: Partial<typeof LIMITS> = {}, freeMegabytes = 10_000) {
  const disk = { free: freeMegabytes * MB, broken: false };
  const gauge = {
    read: async () => {
      if (disk.broken) throw new Error("statfs: EIO");
      return { freeBytes: disk.free, totalBytes: 20_000 * MB };
    },
    close: async () => undefined,
  };
  const controller = new AbortController();
  const [clock, log] = [new SteppedClock(), new RecordingLogger()];
  const watch = new DiskWatch(
    { limits: { ...LIMITS, ...limits }, gauge },
    { clock, log, signal: controller.signal },
  );
  return { disk, clock, log, watch, interrupt: (reason: Error) => controller.abort(reason) };
}

/** A phase that is predicted to write 100 MB and has written 60. */
export function guarded(changes: Partial<GuardedPhase> = {}): GuardedPhase {
  return { name: "large", predictedBytes: 100 * MB, ownBytes: async () => 60 * MB, ...changes };
}

/** An installation that goes on until it is stopped. */
export const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

export async function thrownBy(running: Promise<unknown>): Promise<unknown> {
  return await running.then(
    () => undefined,
    (error: unknown) => error,
  );
}
