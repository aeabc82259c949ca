import type { BuiltImage } from "../image/built-image.ts";
import type { PushedImage } from "../registry/push/pushed-image.ts";
import { formatBytes, formatDifference } from "../text/units/format-bytes.ts";
import type { Verification, WordTimings } from "../verify/verification.ts";
import { type JournalSection, journalSections } from "./journal-view.ts";
import { leftOutImpact } from "./left-out-impact.ts";
import type { Report } from "./report.ts";
import { left, right, type Table, terminalTable } from "./table.ts";

export function layerTable(built: BuiltImage): Table {
  const columns = [...left("layer", "state"), ...right("predicted", "actual", "difference", "time")];
  const rows = built.phases.map(({ name, status, predictedBytes, actualBytes, seconds }) => [
    name,
    status === "left-out" ? "left out" : status,
    predictedBytes === null ? "—" : formatBytes(predictedBytes),
    actualBytes === null ? "—" : formatBytes(actualBytes),
    predictedBytes === null || actualBytes === null ? "—" : formatDifference(predictedBytes, actualBytes),
    `${seconds.toFixed(1)} s`,
  ]);
  return { columns, rows };
}

/** A line for each phase that was left out: the image is degraded, why the phase failed, and what its user loses. */
export function leftOutLines(report: Report): readonly string[] {
  const missing = (report.built?.phases ?? []).filter((phase) => phase.status === "left-out");
  const planned = (report.plan?.phases ?? []).filter((one) => missing.some(({ name }) => name === one.name));
  const modules = new Set(planned.flatMap((one) => one.imports));
  return missing.map(({ name, failure }) => {
    const phase = planned.find((one) => one.name === name);
    const impact = phase ? leftOutImpact(phase, modules) : "";
    return [`degraded: built without the optional phase ${name}.`, sentence(failure ?? ""), impact]
      .filter((part) => part !== "")
      .join(" ");
  });
}

/** Ends the text with a full stop, so that another sentence can follow. */
function sentence(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

export function checkTable({ checks }: Verification): Table {
  const rows = checks.map((check) => [check.title, check.status, check.detail]);
  return { columns: left("check", "result", "seen"), rows };
}

export function wordTable({ words }: WordTimings): Table {
  const rows = words.map((one) => [one.word, `${one.start.toFixed(2)} s`, `${one.end.toFixed(2)} s`]);
  return { columns: [...left("word"), ...right("start", "end")], rows };
}

/** The engine that timed the words, and the pronunciations that it was given for words missing from its dictionary. */
export function wordsHeadline(timings: WordTimings): string {
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
    sections.push(terminalTable(layerTable(report.built)));
    const leftOut = leftOutLines(report);
    if (leftOut.length > 0) sections.push(leftOut.join("\n"));
    sections.push(
      `image ${report.built.references.join(", ")} (${report.built.imageId}), ${formatBytes(report.built.bytes)}`,
    );
  }
  for (const section of journalSections(report.journal)) sections.push(journalText(section));
  if (report.verification) sections.push(terminalTable(checkTable(report.verification)));
  const timings = report.verification?.timings;
  if (timings) sections.push(`${wordsHeadline(timings)}\n${terminalTable(wordTable(timings))}`);
  if (report.pushed.length > 0) sections.push(report.pushed.map(pushedLine).join("\n"));
  return sections.join("\n\n");
}

function journalText({ headline, table, lines = [] }: JournalSection): string {
  return [headline, ...(table ? [terminalTable(table)] : []), ...lines].join("\n");
}
