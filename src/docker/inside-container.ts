/** The command line comes last, because it holds spaces. */
export const PROCESS_COLUMNS = "-eo pid,stat,args";

interface ProcessTable {
  readonly Titles?: readonly string[];
  readonly Processes?: readonly (readonly string[])[];
}

/** Ended and not collected yet. A dead first thread with living ones (`l`) is a living process. */
const ENDED = /^[ZX][^l]*$/;

/**
 * Command lines of all processes but the first one.
 * @param first its process id as the engine knows it; Podman numbers processes as the container does.
 * @returns undefined where the table doesn't show that first process.
 */
export function processesBeside(table: ProcessTable, first: number): readonly string[] | undefined {
  const [pid, stat, ...args] = (table.Titles ?? []).map((title) => title.toUpperCase());
  if (pid !== "PID" || stat !== "STAT" || args.length !== 1) return undefined;
  const rows = table.Processes ?? [];
  const isFirst = (row: readonly string[]) => row[0] === String(first) || row[0] === "1";
  if (!rows.some(isFirst)) return undefined;
  return rows
    .filter((row) => !isFirst(row) && !ENDED.test(row[1] ?? ""))
    .map((row) => row.slice(2).join(" "));
}
