import { classifyFailure } from "../failures/classify-failure.ts";
import type { ClassifiedFailure, FailureEvidence } from "../failures/failure-class.ts";

/** A program failed. Its output is classified here, once: retry, report and exit code speak of this class. */
export class ToolFailure extends Error {
  readonly evidence: FailureEvidence;
  readonly failure: ClassifiedFailure;

  constructor(evidence: FailureEvidence) {
    super(`${evidence.tool} ended with exit code ${evidence.exitCode ?? "none"}`);
    this.name = "ToolFailure";
    this.evidence = evidence;
    this.failure = classifyFailure(evidence);
  }
}

/** A program of a phase failed, and another try may help. It is the `cause` of the error that the user is shown. */
export class FailedCommand extends ToolFailure {
  readonly exitCode: number;
  /** The end of both its streams. */
  readonly output: string;

  constructor(tool: "apt" | "command", exitCode: number, output: string) {
    super({ tool, exitCode, output, oomKills: 0 });
    this.name = "FailedCommand";
    this.exitCode = exitCode;
    this.output = output;
  }
}
