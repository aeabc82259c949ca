import type { TransferOptions, TransferProgress } from "../../ports/engine.ts";
import type { Clock } from "../../ports/machine.ts";
import { watchTransfer } from "../../ports/watch-transfer.ts";
import type { NetworkBudget } from "../../retry/network-budget.ts";
import { RegistryError } from "../../text/errors.ts";
import { parseReference, registryAddress } from "../../text/reference.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";

export interface Push {
  readonly reference: string;
  readonly report: (status: string) => void;
  /** A silence is waiting like any other. */
  readonly budget: Pick<NetworkBudget, "spend">;
}

interface Waiting {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly signal: AbortSignal;
}

/**
 * While bytes move, an engine tells of them several times a second. A registry that takes longer for a word fails behind most
 * proxies anyway, which give up a silent request after a minute.
 */
const SILENCE_MS = 60_000;
/** A registry reads or copies a blob again before it says that it has the blob: at 50 MB a second or more. */
const CHECKED_BYTES_PER_MS = 50_000;

/** Follows the engine's push, and ends it where the registry says nothing any more. @throws RegistryError then. */
export async function watchPush<T>(
  { reference, report, budget }: Push,
  { clock, signal }: Waiting,
  push: (options: TransferOptions) => Promise<T>,
): Promise<T> {
  const { registry } = parseReference(reference);
  const watch = {
    ...{ clock, signal, patienceMs },
    silence(milliseconds: number, progress: TransferProgress) {
      budget.spend(milliseconds);
      const seconds = Math.round(milliseconds / 1000);
      return new RegistryError(`The registry ${registry} stopped answering in the push of ${reference}.`, {
        evidence: `${registryAddress(registry)} - nothing moved for ${seconds} s (${describe(progress)})`,
      });
    },
    onProgress: (progress: TransferProgress) => report(describe(progress)),
  };
  return await watchTransfer(watch, push);
}

function patienceMs({ bytes, totalBytes }: TransferProgress): number {
  return bytes < totalBytes ? SILENCE_MS : SILENCE_MS + totalBytes / CHECKED_BYTES_PER_MS;
}

function describe({ bytes, totalBytes, status }: TransferProgress): string {
  return `${formatBytes(bytes)} of ${formatBytes(totalBytes)}, ${status}`;
}
