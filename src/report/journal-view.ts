import type { BuildRecord } from "../image/build-journal.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { ATTEMPT_COLUMNS, attemptRows, attemptsHeadline } from "./attempts-view.ts";
import { cleanupHeadline, cleanupTable } from "./cleanup-view.ts";
import { diskEventLines, diskLine } from "./disk-view.ts";
import type { Table } from "./table.ts";

/** One event of a build, or several of a kind: a sentence, with a table or lines for the details. */
export interface JournalSection {
  readonly headline: string;
  readonly table?: Table;
  readonly lines?: readonly string[];
}

const MOST_PATHS = 10;

/** What happened during a build besides its phases. Empty when nothing out of the ordinary happened. */
export function journalSections(journal: BuildRecord): readonly JournalSection[] {
  const { attempts } = journal;
  const tries = { columns: ATTEMPT_COLUMNS, rows: attemptRows(attempts) };
  return [
    ...(attempts.length > 0 ? [{ headline: attemptsHeadline(attempts), table: tries }] : []),
    ...journal.cleanups.map(({ phase, result }) => ({
      headline: `phase ${phase}: ${cleanupHeadline(result)}`,
      table: cleanupTable(result),
    })),
    ...journal.strips.map(({ phase, rows }) => ({
      headline: `phase ${phase}: ${rows.map((row) => `${row.kind} ${formatBytes(row.bytes)}`).join(", ")} stripped`,
    })),
    ...journal.allowed.map(({ phase, paths }) => ({
      headline: `phase ${phase}: \`allow_changes\` let through what no package brings`,
      lines: paths.slice(0, MOST_PATHS),
    })),
    ...journal.prefetches.map((one) => ({
      headline: `phase ${one.phase}: ${formatBytes(one.bytes)} downloaded in ${one.seconds.toFixed(1)} s, while the one before was installed`,
    })),
    ...(journal.disk ? [{ headline: diskLine(journal.disk), lines: diskEventLines(journal.disk) }] : []),
  ];
}
