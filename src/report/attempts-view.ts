import type { FailedAttempt } from "../retry/failed-attempt.ts";
import type { Column } from "./table.ts";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

export const ATTEMPT_COLUMNS = [
  left("phase"),
  right("try"),
  left("failure"),
  left("seen"),
  left("then"),
  right("took"),
  right("waited"),
];

const MOST_EVIDENCE = 120;

/** Tries that failed, in order of time. */
export function attemptRows(attempts: readonly FailedAttempt[]): readonly (readonly string[])[] {
  return attempts.map((one) => [
    one.phase,
    String(one.number),
    `${one.class.id} ${one.class.name}`,
    shortened(one.line),
    one.recovery === null ? "given up" : `again${HOW[one.recovery] ?? ""}`,
    `${one.seconds.toFixed(1)} s`,
    `${one.waitSeconds.toFixed(1)} s`,
  ]);
}

const HOW: Readonly<Record<string, string>> = {
  "clean-disk": ", after freeing disk space",
  "fewer-jobs": ", with one compile job",
  "no-build-isolation": ", built against what is installed",
  "fresh-package-lists": ", with fresh package lists",
  "fresh-download": ", downloaded anew",
  "other-source": ", from another index that has the same file",
};

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
