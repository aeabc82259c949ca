import type { ClassifiedFailure, FailureClass } from "../failures/failure-class.ts";
import {
  BuildError,
  ConflictError,
  DoesNotFitError,
  EngineError,
  type ErrorDetails,
  GpuMissingError,
  RegistryError,
  SurelayerError,
} from "../text/errors.ts";
import type { FailedAttempt } from "./failed-attempt.ts";
import { FailedCommand, ToolFailure } from "./tool-failure.ts";

interface LastFailure {
  /** Subject of the sentence about the failure. */
  readonly subject: string;
  /** Where the whole output is; undefined where it isn't kept. */
  readonly logFile: string | undefined;
  readonly failure: ClassifiedFailure;
  readonly failed: readonly FailedAttempt[];
  /** Why there is no further try. */
  readonly because: string;
}

const ERRORS: Readonly<
  Record<FailureClass["error"], new (message: string, details: ErrorDetails) => SurelayerError>
> = {
  build: BuildError,
  conflict: ConflictError,
  "does-not-fit": DoesNotFitError,
  registry: RegistryError,
  engine: EngineError,
  gpu: GpuMissingError,
};

/** What the user is told when no further try is made. */
export function finalError(cause: Error, last: LastFailure): SurelayerError {
  // The step's own error explains the failure best.
  if (cause instanceof SurelayerError && cause.cause instanceof FailedCommand) return cause;
  const { failure, failed, subject, logFile } = last;
  const more = `More: docs/TROUBLESHOOTING.md#${failure.class.anchor}.`;
  const output = logFile === undefined ? "" : ` The whole output is in ${logFile}.`;
  const waited = failed.reduce((sum, one) => sum + one.waitSeconds, 0);
  const tries = failed.length > 1 ? ` after ${failed.length} tries` : "";
  const waiting = waited >= 1 ? ` and ${Math.round(waited)} s of waiting` : "";
  return new ERRORS[failure.class.error](
    `${subject} failed${tries}${waiting}: ${failure.class.name}${last.because && `; ${last.because}`}.`,
    {
      evidence:
        cause instanceof ToolFailure ? evidenceText(failure.line, cause.evidence.output) : failure.line,
      remedy: `${remedyFor(failure.class, cause)} ${more}${output}`,
      failureClass: failure.class,
      cause,
    },
  );
}

/** Advice about containers would mislead where none had a part in it. */
function remedyFor({ remedy, machineRemedy }: FailureClass, cause: Error): string {
  const onMachine = cause instanceof ToolFailure && cause.evidence.onMachine === true;
  return onMachine ? (machineRemedy ?? remedy) : remedy;
}

const HEAD_LINES = 4;
const END_LINES = 6;
/** Characters; a package's build may print lines of any length. */
const MOST_LINE = 500;

/** The line that shows a failure and what follows it: its chain of causes, or the end of a build's own words. */
export function evidenceText(line: string, output: string): string {
  const lines = output.split("\n").filter((one) => one.trim() !== "");
  const at = lines.findIndex((one) => one.includes(line));
  const shown = at === -1 ? [line] : lines.slice(at);
  const kept =
    shown.length <= HEAD_LINES + END_LINES
      ? shown
      : [...shown.slice(0, HEAD_LINES), "…", ...shown.slice(-END_LINES)];
  return kept
    .map((one) => one.slice(0, MOST_LINE))
    .join("\n")
    .trim();
}
