import type { TransferOptions, TransferProgress } from "./engine.ts";
import type { Clock } from "./machine.ts";

interface Watch {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any progress that are waited for, given the latest progress. */
  readonly patienceMs: (progress: TransferProgress) => number;
  /** What such a silence is thrown as. */
  readonly silence: (milliseconds: number, progress: TransferProgress) => Error;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** An engine waits without end for a registry that says nothing: this ends a pull or push in which nothing moves any more. */
export async function watchTransfer<T>(
  watch: Watch,
  transfer: (options: Required<Pick<TransferOptions, "signal" | "onProgress">>) => Promise<T>,
): Promise<T> {
  const { clock, signal, patienceMs } = watch;
  const silent = new AbortController();
  const done = new AbortController();
  let latest: TransferProgress = { bytes: 0, totalBytes: 0, status: "" };
  let changed = clock.monotonic();
  const listen = async (): Promise<void> => {
    for (;;) {
      const patience = patienceMs(latest);
      const left = changed + patience - clock.monotonic();
      if (left <= 0) return silent.abort(watch.silence(patience, latest));
      await clock.sleep(left, done.signal, { background: true });
    }
  };
  const listening = listen().catch(() => undefined);
  const onProgress = (progress: TransferProgress): void => {
    changed = clock.monotonic();
    latest = progress;
    watch.onProgress(progress);
  };
  try {
    const signals = signal ? [signal, silent.signal] : [silent.signal];
    return await transfer({ signal: AbortSignal.any(signals), onProgress });
  } catch (error) {
    throw silent.signal.aborted && !signal?.aborted ? silent.signal.reason : error;
  } finally {
    done.abort();
    await listening;
  }
}
