import type { BuildRecord } from "../image/build-journal.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { ATTEMPT_COLUMNS, attemptRows, attemptsHeadline } from "./attempts-view.ts";
import { CLEANUP_COLUMNS, cleanupHeadline, cleanupRows } from "./cleanup-view.ts";
import { diskEventLines, diskLine } from "./disk-view.ts";
import type { Column } from "./table.ts";

/** A piece of what happened during a build: a sentence, and a table or lines where there is more to say. */
export interface JournalSection {
  readonly headline: string;
  readonly table?: {
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly lines?: readonly string[];
}

/** What a reader of a build's result must know of how it came about; nothing where nothing was out of the ordinary. */
export function journalSections(journal: BuildRecord): readonly JournalSection[] {
  const { attempts } = journal;
  return [
    ...(attempts.length > 0
      ? [
          {
            headline: attemptsHeadline(attempts),
            table: { columns: ATTEMPT_COLUMNS, rows: attemptRows(attempts) },
          },
        ]
      : []),
    ...journal.cleanups.map(({ phase, result }) => ({
      headline: `phase ${phase}: ${cleanupHeadline(result)}`,
      table: { columns: CLEANUP_COLUMNS, rows: cleanupRows(result) },
    })),
    ...journal.strips.flatMap(({ phase, rows }) => ({
      headline: `phase ${phase}: ${rows.map((row) => `${row.kind} ${formatBytes(row.bytes)}`).join(", ")} stripped`,
    })),
    ...journal.prefetches.map((one) => ({
      headline: `phase ${one.phase}: ${formatBytes(one.bytes)} downloaded in ${one.seconds.toFixed(1)} s, while the one before was installed`,
    })),
    ...(journal.disk ? [{ headline: diskLine(journal.disk), lines: diskEventLines(journal.disk) }] : []),
  ];
}
