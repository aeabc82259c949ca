import type { BuiltImage } from "../image/built-image.ts";
import type { PushedImage } from "../registry/push/pushed-image.ts";
import { formatBytes, formatDifference } from "../text/units/format-bytes.ts";
import type { Timings, Verification } from "../verify/verification.ts";
import { type JournalSection, journalSections } from "./journal-view.ts";
import { priceOfLeavingOut } from "./price-of-leaving-out.ts";
import type { Report } from "./report.ts";
import { type Column, terminalTable } from "./table.ts";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

export const LAYER_COLUMNS = [
  left("layer"),
  left("state"),
  right("predicted"),
  right("actual"),
  right("difference"),
  right("time"),
];

export function layerRows(built: BuiltImage): readonly (readonly string[])[] {
  return built.phases.map((phase) => [
    phase.name,
    phase.status === "left-out" ? "left out" : phase.status,
    formatBytes(phase.predictedBytes),
    phase.actualBytes === null ? "—" : formatBytes(phase.actualBytes),
    phase.actualBytes === null ? "—" : formatDifference(phase.predictedBytes, phase.actualBytes),
    `${phase.seconds.toFixed(1)} s`,
  ]);
}

/** Why each left-out phase is missing, and what that costs; first of all that the image is not all that was asked for. */
export function leftOutLines(report: Report): readonly string[] {
  const missing = (report.built?.phases ?? []).filter((phase) => phase.status === "left-out");
  const planned = (report.plan?.phases ?? []).filter((one) => missing.some(({ name }) => name === one.name));
  const modules = new Set(planned.flatMap((one) => one.imports));
  return missing.map(({ name, failure }) => {
    const phase = planned.find((one) => one.name === name);
    const price = phase ? priceOfLeavingOut(phase, modules) : "";
    return [`degraded: built without the optional phase ${name}.`, sentence(failure ?? ""), price]
      .filter((part) => part !== "")
      .join(" ");
  });
}

/** Another sentence can follow. */
function sentence(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

export const CHECK_COLUMNS = [left("check"), left("result"), left("seen")];

export function checkRows(verification: Verification): readonly (readonly string[])[] {
  return verification.checks.map((check) => [check.title, check.status, check.detail]);
}

export const WORD_COLUMNS = [left("word"), right("start"), right("end")];

export function wordRows(timings: Timings): readonly (readonly string[])[] {
  return timings.words.map((one) => [one.word, `${one.start.toFixed(2)} s`, `${one.end.toFixed(2)} s`]);
}

/** Which engine made the words, and what it was told about words that its dictionary lacks. */
export function wordsHeadline(timings: Timings): string {
  const given = timings.pronunciations.map((one) => `${one.word} (${one.phones}, ${one.source})`);
  const engine = `Words by ${timings.engine ?? "no engine"}, ${timings.duration_s.toFixed(2)} s of audio`;
  return given.length === 0 ? engine : `${engine}; pronunciations given: ${given.join(", ")}`;
}

function pushedLine(pushed: PushedImage): string {
  return `pushed ${pushed.reference}@${pushed.digest} (digest proved at the registry)`;
}

/** The outcome of a run as a person reads it on a terminal. */
export function renderResult(report: Report): string {
  const sections: string[] = [];
  if (report.built) {
    sections.push(terminalTable(LAYER_COLUMNS, layerRows(report.built)));
    const leftOut = leftOutLines(report);
    if (leftOut.length > 0) sections.push(leftOut.join("\n"));
    sections.push(
      `image ${report.built.references.join(", ")} (${report.built.imageId}), ${formatBytes(report.built.bytes)}`,
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalText(section));
  if (report.verification) sections.push(terminalTable(CHECK_COLUMNS, checkRows(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(`${wordsHeadline(timings)}\n${terminalTable(WORD_COLUMNS, wordRows(timings))}`);
  if (report.pushed.length > 0) sections.push(report.pushed.map(pushedLine).join("\n"));
  return sections.join("\n\n");
}

function journalText({ headline, table, lines = [] }: JournalSection): string {
  return [headline, ...(table ? [terminalTable(table.columns, table.rows)] : []), ...lines].join("\n");
}
