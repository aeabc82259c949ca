import { formatBytes } from "../text/units/format-bytes.ts";
import { type JournalSection, journalSections } from "./journal-view.ts";
import { orderChart } from "./order-chart.ts";
import { baseLine, notesOf, PLAN_COLUMNS, planRows, verdictLine, warningsOf } from "./plan-view.ts";
import type { Report } from "./report.ts";
import {
  CHECK_COLUMNS,
  checkRows,
  LAYER_COLUMNS,
  layerRows,
  leftOutLines,
  WORD_COLUMNS,
  wordRows,
  wordsHeadline,
} from "./result-view.ts";
import { escapeMarkdown, markdownTable } from "./table.ts";

const OUTCOME = {
  planned: "planned",
  succeeded: "built",
  degraded: "built without an optional phase",
  failed: "failed",
} as const;

/** The run as GitHub-flavoured Markdown: most important first, long tables folded. */
export function renderSummary(report: Report): string {
  const sections = [`### Surelayer: ${escapeMarkdown(report.name)} ${OUTCOME[report.outcome]}`];
  if (report.failure) sections.push(failureSection(report.failure));
  for (const pushed of report.pushed) sections.push(`Pushed \`${pushed.reference}@${pushed.digest}\``);
  if (report.built) {
    for (const line of leftOutLines(report)) sections.push(`> ${escapeMarkdown(line)}`);
    sections.push(markdownTable(LAYER_COLUMNS, layerRows(report.built)));
    sections.push(
      `Image \`${report.built.imageId}\`, ${formatBytes(report.built.bytes)} with the base's ${formatBytes(report.built.baseBytes)}.`,
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalMarkdown(section));
  if (report.verification) sections.push(markdownTable(CHECK_COLUMNS, checkRows(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(folded(wordsHeadline(timings), markdownTable(WORD_COLUMNS, wordRows(timings))));
  if (report.plan) {
    const base = `On ${escapeMarkdown(`${report.plan.base.reference} (${baseLine(report.plan.base)})`)}`;
    const plan = `${base}\n\n${verdictLine(report.plan)}\n\n${markdownTable(PLAN_COLUMNS, planRows(report.plan))}\n\n${orderChart(report.plan)}`;
    sections.push(report.built ? folded("Plan", plan) : plan);
    for (const line of [...notesOf(report.plan), ...warningsOf(report.plan)])
      sections.push(`> ${escapeMarkdown(line)}`);
  }
  sections.push(`<sub>${report.seconds.toFixed(0)} s, Surelayer ${report.surelayer}</sub>`);
  return `${sections.join("\n\n")}\n`;
}

function failureSection(failure: NonNullable<Report["failure"]>): string {
  const lines = [`**${escapeMarkdown(failure.message)}**`];
  if (failure.class) lines.push(`Class ${failure.class.id}: ${escapeMarkdown(failure.class.name)}.`);
  if (failure.evidence) lines.push(`<pre>${escapeHtml(failure.evidence)}</pre>`);
  if (failure.remedy) lines.push(escapeMarkdown(failure.remedy));
  return lines.join("\n\n");
}

/** Tables and lists are folded: their sentence says whether they matter. */
function journalMarkdown({ headline, table, lines = [] }: JournalSection): string {
  const parts = [
    ...(table ? [markdownTable(table.columns, table.rows)] : []),
    ...(lines.length > 0 ? [lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")] : []),
  ];
  return parts.length === 0 ? escapeMarkdown(headline) : folded(headline, parts.join("\n\n"));
}

function folded(title: string, body: string): string {
  return `<details><summary>${escapeHtml(title)}</summary>\n\n${body}\n\n</details>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
