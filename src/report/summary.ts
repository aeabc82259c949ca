import { formatBytes } from "../text/units/format-bytes.ts";
import { type JournalSection, journalSections } from "./journal-view.ts";
import { orderChart } from "./order-chart.ts";
import { baseLine, notesOf, planTable, verdictLine, warningsOf } from "./plan-view.ts";
import type { Report } from "./report.ts";
import { checkTable, layerTable, leftOutLines, wordsHeadline, wordTable } from "./result-view.ts";
import { escapeHtml, escapeMarkdown, markdownTable } from "./table.ts";

const OUTCOME = {
  planned: "planned",
  succeeded: "built",
  degraded: "built without an optional phase",
  failed: "failed",
} as const;

/** The run as GitHub-flavoured Markdown: the most important first, long tables folded. @param note about the whole run. */
export function renderSummary(report: Report, note?: string): string {
  const sections = [`### Surelayer: ${escapeMarkdown(report.name)} ${OUTCOME[report.outcome]}`];
  if (note !== undefined) sections.push(`> ${escapeMarkdown(note)}`);
  if (report.failure) sections.push(failureSection(report.failure));
  for (const pushed of report.pushed) sections.push(`Pushed \`${pushed.reference}@${pushed.digest}\``);
  if (report.built) {
    for (const line of leftOutLines(report)) sections.push(`> ${escapeMarkdown(line)}`);
    sections.push(markdownTable(layerTable(report.built)));
    sections.push(imageLine(report.built));
  }
  for (const section of journalSections(report.journal)) sections.push(journalMarkdown(section));
  if (report.verification) sections.push(markdownTable(checkTable(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(folded(wordsHeadline(timings), markdownTable(wordTable(timings))));
  if (report.plan) {
    const base = `On ${escapeMarkdown(`${report.plan.base.reference} (${baseLine(report.plan.base)})`)}`;
    const plan = `${base}\n\n${verdictLine(report.plan)}\n\n${markdownTable(planTable(report.plan))}\n\n${orderChart(report.plan)}`;
    sections.push(report.built ? folded("Plan", plan) : plan);
    for (const line of [...notesOf(report.plan), ...warningsOf(report.plan)])
      sections.push(`> ${escapeMarkdown(line)}`);
  }
  sections.push(`<sub>${report.seconds.toFixed(0)} s, Surelayer ${report.surelayer}</sub>`);
  return `${sections.join("\n\n")}\n`;
}

function imageLine({ imageId, bytes, baseBytes, references }: NonNullable<Report["built"]>): string {
  const line = `Image \`${imageId}\`, ${formatBytes(bytes)} with the base's ${formatBytes(baseBytes)}.`;
  return references.length > 0 ? line : `${line} Its names were not moved.`;
}

function failureSection(failure: NonNullable<Report["failure"]>): string {
  const lines = [`**${escapeMarkdown(failure.message)}**`];
  if (failure.class) lines.push(`Class ${failure.class.id}: ${escapeMarkdown(failure.class.name)}.`);
  if (failure.evidence) lines.push(`<pre>${escapeHtml(failure.evidence)}</pre>`);
  if (failure.remedy) lines.push(escapeMarkdown(failure.remedy));
  return lines.join("\n\n");
}

/** Folds tables and lists. The headline says whether a reader needs to open them. */
function journalMarkdown({ headline, table, lines = [] }: JournalSection): string {
  const parts = [
    ...(table ? [markdownTable(table)] : []),
    ...(lines.length > 0 ? [lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")] : []),
  ];
  return parts.length === 0 ? escapeMarkdown(headline) : folded(headline, parts.join("\n\n"));
}

function folded(title: string, body: string): string {
  return `<details><summary>${escapeHtml(title)}</summary>\n\n${body}\n\n</details>`;
}
