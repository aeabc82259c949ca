import { type CleanupResult, type CleanupRow, freedBytes } from "../image/cleanup/cleanup-result.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import type { Column } from "./table.ts";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

export const CLEANUP_COLUMNS = [
  ...[left("strategy"), left("risk"), right("expected"), right("freed"), right("of the base hidden")],
  ...[right("left in the base"), right("files"), right("time"), left("stopped at")],
];

/** A row per strategy, in the order of their risk, and one for all of them. */
export function cleanupRows(result: CleanupResult): readonly (readonly string[])[] {
  const sum = (of: (row: CleanupRow) => number) => result.rows.reduce((total, row) => total + of(row), 0);
  const known = result.rows.every((row) => row.expectedBytes !== null);
  const expected = sum((row) => row.expectedBytes ?? 0);
  return [
    ...result.rows.map((row) => [
      ...[row.strategy, row.risk],
      ...numbers({ ...row, leftBytes: row.baseBytes - row.hiddenBytes }),
      `${row.seconds.toFixed(2)} s`,
      stoppedAt(row, result),
    ]),
    [
      ...["together", ""],
      ...numbers({
        expectedBytes: known ? expected : null,
        measuredBytes: freedBytes(result),
        hiddenBytes: sum((row) => row.hiddenBytes),
        leftBytes: sum((row) => row.baseBytes - row.hiddenBytes),
        files: sum((row) => row.files),
      }),
      `${result.seconds.toFixed(2)} s`,
      "",
    ],
  ];
}

interface RowNumbers extends Pick<CleanupRow, "expectedBytes" | "measuredBytes" | "hiddenBytes" | "files"> {
  readonly leftBytes: number;
}

function numbers(row: RowNumbers): readonly string[] {
  return [
    row.expectedBytes === null ? "not known" : formatBytes(row.expectedBytes),
    formatBytes(row.measuredBytes),
    formatBytes(row.hiddenBytes),
    formatBytes(row.leftBytes),
    String(row.files),
  ];
}

function stoppedAt({ stoppedAt: why }: CleanupRow, { targetBytes }: CleanupResult): string {
  if (why === "time") return "the time was up";
  return why === "target" ? `${formatBytes(targetBytes ?? 0)} were enough` : "";
}

/** What came of a cleanup, in a sentence or two. */
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
