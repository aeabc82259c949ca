import type { FailureEvidence } from "../failures/failure-class.ts";

/** A program of a phase failed; what it means is for `classifyFailure` to say. The retries turn it into an error for the user. */
export class ToolFailure extends Error {
  readonly evidence: FailureEvidence;

  constructor(evidence: FailureEvidence) {
    super(`${evidence.tool} ended with exit code ${evidence.exitCode ?? "none"}`);
    this.name = "ToolFailure";
    this.evidence = evidence;
  }
}
