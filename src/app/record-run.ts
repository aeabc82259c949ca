import { writeResult } from "../planning/write-result.ts";
import type { Ports } from "../ports/ports.ts";
import { type Failure, makeReport, type Progress, type Report, startProgress } from "../report/report.ts";
import { renderSummary } from "../report/summary.ts";
import { messageOf, SurelayerError } from "../text/errors.ts";
import { redactedJson } from "../text/secrets/redactor.ts";
import { classOfFailure } from "./class-of-failure.ts";

interface RecordOptions {
  readonly version: string;
  readonly reportFile: string;
  readonly summaryFile: string;
}

/** Runs `body` and writes a report, also when `body` fails. @throws RecordedError with that report. */
export async function recordRun(
  options: RecordOptions,
  ports: Ports,
  body: (progress: Progress) => Promise<void>,
): Promise<Report> {
  const startedAt = ports.clock.now();
  const started = ports.clock.monotonic();
  const progress = startProgress("run");
  const reportOf = (failure: Failure | null): Report => {
    const seconds = (ports.clock.monotonic() - started) / 1000;
    return makeReport(progress, failure, { version: options.version, startedAt, seconds });
  };
  try {
    await body(progress);
  } catch (error) {
    const report = reportOf(reportedFailure(error));
    // A report that can't be written must not hide why the run failed.
    await writeReport(report, options, ports).catch((fault: unknown) => ports.log.warn(messageOf(fault)));
    throw new RecordedError(report, { cause: error });
  }
  const report = reportOf(null);
  await writeReport(report, options, ports);
  return report;
}

async function writeReport(report: Report, options: RecordOptions, ports: Ports): Promise<void> {
  await writeResult(options.reportFile, redactedJson(report, ports.secrets.redact), ports);
  await writeResult(options.summaryFile, ports.secrets.redact(renderSummary(report)), ports);
}

/** A failed run: its report, and the error that ended it as the cause. */
export class RecordedError extends Error {
  readonly report: Report;

  constructor(report: Report, options: { readonly cause: unknown }) {
    super(report.failure?.message ?? "failed", options);
    this.report = report;
  }
}

/** A failed run as JSON: its report, or only the failure without a report. @param why the error that the user is told. */
export function resultOf(error: unknown, why: unknown): object {
  const failure = why instanceof RecordedError ? why.report.failure : reportedFailure(why);
  return error instanceof RecordedError ? { ...error.report, failure } : { outcome: "failed", failure };
}

export function reportedFailure(error: unknown): Failure {
  if (error instanceof SurelayerError) {
    const { name, message, evidence, remedy, exitCode } = error;
    const found = classOfFailure(error);
    return {
      kind: name,
      class: found ? { id: found.id, name: found.name, anchor: found.anchor } : null,
      ...{ message, evidence: evidence ?? null, remedy: remedy ?? null, exitCode },
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy =
    "This is a defect of Surelayer: please report it with the report file and the output of --verbose.";
  return { kind: "InternalError", class: null, message, evidence: null, remedy, exitCode: 1 };
}
