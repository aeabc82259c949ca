import type { Logger } from "../ports/machine.ts";
import { ManifestError, SurelayerError } from "../text/errors.ts";
import { RecordedError } from "./record-run.ts";

/** Tells a person what happened, where, why and what to do. Returns the exit code. Only a defect of ours shows a stack trace. */
export function showError(thrown: unknown, log: Logger): number {
  const error = thrown instanceof RecordedError ? thrown.cause : thrown;
  if (error instanceof ManifestError) {
    for (const problem of error.problems) log.error(problem.message, problem.location);
    return error.exitCode;
  }
  if (error instanceof SurelayerError) {
    log.error(error.message, error.location);
    if (error.evidence) log.info(indent(error.evidence, "  | "));
    if (error.remedy) log.info(indent(error.remedy, "  → "));
    return error.exitCode;
  }
  log.error(`Surelayer itself failed: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.stack) log.debug(error.stack);
  log.info("  → This is a defect of Surelayer. Run again with --verbose and report what it prints.");
  return 1;
}

function indent(text: string, mark: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line, index) => (index === 0 || mark.includes("|") ? mark : " ".repeat(mark.length)) + line)
    .join("\n");
}
