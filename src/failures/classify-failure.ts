import { addressNear, gotArchive, gotFile, retryAfter, retryAt } from "./details.ts";
import { type EvidenceLine, evidenceLines } from "./evidence-lines.ts";
import type { ClassifiedFailure, FailureClass, FailureEvidence } from "./failure-class.ts";
import { FAILURE_RULES, failureClassById, withFittingRemedy } from "./failure-table.ts";
import { findSignature } from "./find-signature.ts";
import { relevantLines } from "./relevant-lines.ts";

/**
 * Names the class of a failed attempt. The best evidence wins, in this order: the kernel and the engine; causes that an
 * installer names in its debug log or chain; a package's build; an installer's verdict; other text; the exit code.
 * Of equally good lines the first one wins, because later lines are mostly its consequences.
 */
export function classifyFailure(evidence: FailureEvidence): ClassifiedFailure {
  const lines = relevantLines(evidence.tool, evidenceLines(evidence));
  const seen = findSignature(FAILURE_RULES, evidence.tool, lines);
  const outOfMemory = memoryClass(evidence);
  if (outOfMemory && seen?.class.id !== "D1") {
    const shown = seen?.class.id === "O1" ? lines[seen.at]?.text : undefined;
    const kills = `${evidence.oomKills} ${evidence.oomKills === 1 ? "process" : "processes"}`;
    return silent(
      outOfMemory,
      shown ?? `The kernel killed ${kills} of the container because its memory was used up.`,
    );
  }
  if (seen) return described(seen.class, seen.at, lines);
  return byExitCode(evidence, lines);
}

function memoryClass({ oomKills, exitCode }: FailureEvidence): FailureClass | undefined {
  if (oomKills <= 0) return undefined;
  return failureClassById(exitCode === 137 || exitCode === null ? "O2" : "O1");
}

function described(found: FailureClass, at: number, lines: readonly EvidenceLine[]): ClassifiedFailure {
  const line = lines[at]?.text ?? "";
  return {
    class: withFittingRemedy(found, line),
    line,
    address: concernsTransfer(found) && !isBusyRegistry(found, line) ? addressNear(lines, at) : undefined,
    retryAfterSeconds: concernsTransfer(found) ? retryAfter(lines) : undefined,
    retryAt: concernsTransfer(found) ? retryAt(lines) : undefined,
    gotFile: WRONG_FILES.get(found.id)?.(lines),
  };
}

/** Classes of a wrong file, and how to identify that file: the same one twice is no accident. */
const WRONG_FILES = new Map([
  ["H1", gotFile],
  ["N9", gotArchive],
]);

/** Whether the class is about a transfer, finished or not. */
function concernsTransfer({ id }: FailureClass): boolean {
  return /^[NHR]/.test(id) || id === "B5" || id === "A1";
}

/** A registry that answers reads may still be too busy for a push: only the push itself finds out. */
function isBusyRegistry({ id }: FailureClass, line: string): boolean {
  return id === "N10" && /\b5\d\d [A-Z]|\b429\b|too ?many ?requests|rate limit|limits the rate/i.test(line);
}

/** A class that no line of the output shows. */
function silent(found: FailureClass, line: string): ClassifiedFailure {
  return {
    class: found,
    line,
    address: undefined,
    retryAfterSeconds: undefined,
    retryAt: undefined,
    gotFile: undefined,
  };
}

const ABORTED = 134;
const CRASHED = [132, 135, 136, 139];
const STOPPED = [129, 130, 137, 143];

function byExitCode({ tool, exitCode }: FailureEvidence, lines: readonly EvidenceLine[]): ClassifiedFailure {
  const last = lines.at(-1)?.text;
  if (exitCode === null && tool !== "engine") {
    return silent(failureClassById("S2"), last ?? "The process didn't end by itself.");
  }
  if (exitCode === null) {
    return silent(failureClassById(last === undefined ? "X1" : "U"), last ?? "The engine said nothing.");
  }
  const line = last ?? `It ended with exit code ${exitCode} and said nothing.`;
  if (exitCode === ABORTED || CRASHED.includes(exitCode)) return silent(failureClassById("S1"), line);
  if (STOPPED.includes(exitCode)) return silent(failureClassById("S2"), line);
  return silent(failureClassById("U"), line);
}
