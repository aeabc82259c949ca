import type { ClassifiedFailure, FailureClass } from "../../src/failures/failure-class.ts";
import type { FailedAttempt } from "../../src/retry/failed-attempt.ts";

export function failureClass(changes: Partial<FailureClass> = {}): FailureClass {
  return {
    id: "U",
    name: "unknown failure",
    seen: "Something failed.",
    retry: "attempts",
    recovery: "none",
    error: "build",
    remedy: "Look at the log.",
    anchor: "u",
    ...changes,
  };
}

export function classified(
  kind: Partial<FailureClass> = {},
  changes: Partial<ClassifiedFailure> = {},
): ClassifiedFailure {
  return {
    class: failureClass(kind),
    line: "error: it broke",
    address: undefined,
    retryAfterSeconds: undefined,
    retryAt: undefined,
    gotFile: undefined,
    ...changes,
  };
}

export function failedAttempt(id: string, changes: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    phase: "speech",
    number: 1,
    class: { id, name: id },
    line: "error: it broke",
    recovery: "none",
    seconds: 1,
    waitSeconds: 5,
    answered: false,
    ...changes,
  };
}
