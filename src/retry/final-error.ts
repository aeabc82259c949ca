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
import { evidenceText } from "./evidence-text.ts";
import type { FailedAttempt } from "./failed-attempt.ts";
import { FailedCommand, ToolFailure } from "./tool-failure.ts";

export interface LastFailure {
  /** Begins a sentence about what failed. */
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
  // A step that says itself what went wrong says it best.
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
      remedy: `${failure.class.remedy} ${more}${output}`,
      failureClass: failure.class,
      cause,
    },
  );
}
