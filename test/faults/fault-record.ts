import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** One run of a case, as it is kept. */
export interface FaultRecord {
  readonly fault: string;
  readonly title: string;
  readonly repetition: number;
  readonly seed: number;
  readonly expected: string;
  readonly exitCode: number | null;
  /** Class ids of the failed attempts, in order, and of the build's failure. */
  readonly attempts: readonly string[];
  readonly failure: string | null;
  readonly seconds: number;
  readonly cleanSeconds: number;
  /** Seconds beyond the fault-free build. */
  readonly addedSeconds: number;
  readonly outageSeconds: number;
  /** Seconds from the end of the outage until the build was at work again. */
  readonly recoverySeconds: number;
  readonly refetchedBytes: number;
  readonly peakBytes: number;
  /** Ended well with an image that isn't the fault-free one, or where it should have failed. */
  readonly falseSuccess: boolean;
  /** What isn't as promised; empty when all is. */
  readonly problems: readonly string[];
}

/** Two runs of the suite beside each other keep their records apart. */
const FILE =
  process.env["SURELAYER_FAULT_RECORDS"] ??
  fileURLToPath(new URL("../../.test-results/faults.jsonl", import.meta.url));

export async function keepRecord(record: FaultRecord): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true });
  await appendFile(FILE, `${JSON.stringify(record)}\n`);
}

export async function readRecords(): Promise<readonly FaultRecord[]> {
  const text = await readFile(FILE, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

export async function forgetRecords(): Promise<void> {
  await rm(FILE, { force: true });
}
