import { type CleanupResult, type CleanupRow, freedBytes } from "../image/cleanup/cleanup-result.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { left, right, type Table } from "./table.ts";

const COLUMNS = [
  ...left("strategy", "risk"),
  ...right("expected", "freed", "of the base hidden", "left in the base", "files", "time"),
  ...left("stopped at"),
];

/** A row for each strategy, the least risky first, and one for all of them. */
export function cleanupTable(result: CleanupResult): Table {
  const sum = (of: (row: CleanupRow) => number) => result.rows.reduce((total, row) => total + of(row), 0);
  const known = result.rows.every((row) => row.expectedBytes !== null);
  const expected = sum((row) => row.expectedBytes ?? 0);
  const together = {
    expectedBytes: known ? expected : null,
    measuredBytes: freedBytes(result),
    baseBytes: sum((row) => row.baseBytes),
    hiddenBytes: sum((row) => row.hiddenBytes),
    files: sum((row) => row.files),
    seconds: result.seconds,
  };
  const rows = result.rows.map((row) => [row.strategy, row.risk, ...numbers(row), stoppedAt(row, result)]);
  return { columns: COLUMNS, rows: [...rows, ["together", "", ...numbers(together), ""]] };
}

function numbers(row: Omit<CleanupRow, "strategy" | "risk" | "stoppedAt">): readonly string[] {
  return [
    row.expectedBytes === null ? "not known" : formatBytes(row.expectedBytes),
    formatBytes(row.measuredBytes),
    formatBytes(row.hiddenBytes),
    formatBytes(row.baseBytes - row.hiddenBytes),
    String(row.files),
    `${row.seconds.toFixed(2)} s`,
  ];
}

function stoppedAt({ stoppedAt: why }: CleanupRow, { targetBytes }: CleanupResult): string {
  if (why === "time") return "the time was up";
  return why === "target" ? `${formatBytes(targetBytes ?? 0)} were enough` : "";
}

/** The result of a cleanup in one line. */
export function cleanupHeadline(result: CleanupResult): string {
  const { level, scope, kept, freeBefore, freeAfter } = result;
  const where = scope === "engine" ? "the engine" : "the build container";
  const parts = [
    `${level === "critical" ? "Emergency cleanup" : "Cleanup"} of ${where}: ${formatBytes(freedBytes(result))} freed`,
    ...(kept.needed > 0 ? [`${formatBytes(kept.needed)} kept because the image needs them`] : []),
    ...(kept.inUse > 0 ? [`${formatBytes(kept.inUse)} kept because a program uses them`] : []),
    ...(freeBefore !== null && freeAfter !== null
      ? [`the disk has ${formatBytes(freeAfter)} free, ${formatBytes(freeBefore)} before`]
      : []),
  ];
  return parts.join("; ");
}
