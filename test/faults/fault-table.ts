import { lowerBound, upperBound } from "../support/clopper-pearson.ts";
import type { FaultRecord } from "./fault-record.ts";

const MEGABYTE = 1e6;

/** All runs of one fault. */
export interface FaultRow {
  readonly fault: string;
  readonly runs: number;
  readonly asExpected: number;
  readonly recovered: string;
  readonly failed: string;
  /** Median. */
  readonly addedSeconds: number;
  /** Worst. */
  readonly recoverySeconds: number;
  /** Median. */
  readonly refetchedMegabytes: number;
}

export interface FaultSummary {
  readonly rows: readonly FaultRow[];
  readonly runs: number;
  readonly asExpected: number;
  readonly falseSuccesses: number;
  /** With one-sided confidence of 95 %, the rate of false successes is below this. */
  readonly falseSuccessBound: number;
  /** And the rate of runs that end as expected is above this. */
  readonly asExpectedBound: number;
}

export function summarise(records: readonly FaultRecord[]): FaultSummary {
  const faults = [...new Set(records.map((one) => one.fault))].toSorted(byNumber);
  const falseSuccesses = records.filter((one) => one.falseSuccess).length;
  const asExpected = records.filter((one) => one.problems.length === 0).length;
  return {
    rows: faults.map((fault) =>
      row(
        fault,
        records.filter((one) => one.fault === fault),
      ),
    ),
    runs: records.length,
    ...{ asExpected, falseSuccesses },
    falseSuccessBound: upperBound(falseSuccesses, records.length),
    asExpectedBound: lowerBound(records.length - asExpected, records.length),
  };
}

function row(fault: string, records: readonly FaultRecord[]): FaultRow {
  const good = (expected: readonly string[]) => {
    const all = records.filter((one) => expected.includes(one.expected));
    return all.length === 0 ? "–" : `${all.filter((one) => one.problems.length === 0).length}/${all.length}`;
  };
  const recoveries = records.filter((one) => one.expected === "recovered");
  return {
    fault,
    runs: records.length,
    asExpected: records.filter((one) => one.problems.length === 0).length,
    recovered: good(["recovered"]),
    failed: good(["failed", "degraded"]),
    addedSeconds: median(recoveries.map((one) => one.addedSeconds)),
    recoverySeconds: Math.max(0, ...recoveries.map((one) => one.recoverySeconds)),
    refetchedMegabytes: median(recoveries.map((one) => one.refetchedBytes)) / MEGABYTE,
  };
}

/** Fault, n, recovered and failed as expected, seconds added, bytes fetched again. */
export function renderTable({ rows, ...all }: FaultSummary): string {
  const head = ["fault", "n", "recovered", "failed right", "added s", "recovery s", "MB again"];
  const lines = rows.map((one) => [
    ...[one.fault, String(one.runs), one.recovered, one.failed],
    ...[one.addedSeconds, one.recoverySeconds, one.refetchedMegabytes].map((number) => number.toFixed(1)),
  ]);
  const widths = head.map((title, at) =>
    Math.max(...[head, ...lines].map((line) => line[at]?.length ?? 0), title.length),
  );
  const table = [head, ...lines].map((line) =>
    line.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  "),
  );
  const percent = (rate: number) => `${(rate * 100).toFixed(1)} %`;
  return [
    ...table,
    `${all.asExpected} of ${all.runs} as expected: above ${percent(all.asExpectedBound)} with 95 % confidence`,
    `false successes: ${all.falseSuccesses} of ${all.runs}: below ${percent(all.falseSuccessBound)} with 95 % confidence`,
  ].join("\n");
}

function byNumber(one: string, other: string): number {
  return Number(one.slice(1)) - Number(other.slice(1));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
