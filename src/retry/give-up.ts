import type { ClassifiedFailure, Recovery } from "../failures/failure-class.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { FailedAttempt } from "./failed-attempt.ts";

/** What comes of a failed try. */
export interface Outcome {
  readonly again: boolean;
  /** Why there is no further try. */
  readonly because: string;
  /** Of the next one. */
  readonly recovery: Recovery;
  readonly record: Pick<FailedAttempt, "recovery" | "waitSeconds" | "answered">;
}

export interface LastResort {
  readonly limits: Pick<Install, "attempts">;
  /** Looks for another place of what could not be had; answers whether there is one. */
  readonly otherSource?: ((failure: ClassifiedFailure) => Promise<boolean>) | undefined;
}

interface InVain {
  readonly because: string;
  readonly waitSeconds: number;
  readonly answered: boolean;
}

/** Classes of files that can't be had, as opposed to those that aren't what was promised. */
const LOST: ReadonlySet<string> = new Set(["N1", "N2", "N4", "N5", "N6", "N6G", "N7", "N8"]);

/** Unless what could not be had lies somewhere else, too: then from there. */
export async function giveUp(
  failure: ClassifiedFailure,
  { because, waitSeconds, answered }: InVain,
  { limits, otherSource }: LastResort,
): Promise<Outcome> {
  const may = limits.attempts > 1 && LOST.has(failure.class.id);
  const again = may && (await otherSource?.(failure)) === true;
  if (!again) return { again, because, recovery: "none", record: { recovery: null, waitSeconds, answered } };
  const recovery = "other-source";
  return { again, because: "", recovery, record: { recovery, waitSeconds, answered } };
}
