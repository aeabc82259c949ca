import { RECOVERY_WORDS, type Recovery } from "../failures/failure-class.ts";
import type { FailedAttempt } from "../retry/failed-attempt.ts";
import { left, right } from "./table.ts";

export const ATTEMPT_COLUMNS = [
  ...[...left("phase"), ...right("try")],
  ...[...left("failure", "seen", "then"), ...right("took", "waited")],
];

const MOST_EVIDENCE = 120;

/** Tries that failed, in order of time. */
export function attemptRows(attempts: readonly FailedAttempt[]): readonly (readonly string[])[] {
  return attempts.map((one) => [
    one.phase,
    String(one.number),
    `${one.class.id} ${one.class.name}`,
    shortened(one.line),
    one.recovery === null ? "given up" : tryAfter(one.recovery),
    `${one.seconds.toFixed(1)} s`,
    `${one.waitSeconds.toFixed(1)} s`,
  ]);
}

function tryAfter(recovery: Recovery): string {
  const words = RECOVERY_WORDS[recovery];
  return words === "" ? "again" : `again, ${words}`;
}

/** What the failures cost together. */
export function attemptsHeadline(attempts: readonly FailedAttempt[]): string {
  const recovered = attempts.filter((one) => one.recovery !== null);
  const waited = recovered.reduce((sum, one) => sum + one.waitSeconds, 0);
  const tries = attempts.length === 1 ? "1 failed try" : `${attempts.length} failed tries`;
  return `${tries}, ${recovered.length} followed by another; ${waited.toFixed(0)} s of waiting`;
}

function shortened(text: string): string {
  return text.length <= MOST_EVIDENCE ? text : `${text.slice(0, MOST_EVIDENCE - 1)}…`;
}
