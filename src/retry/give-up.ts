import type { ClassifiedFailure, Recovery } from "../failures/failure-class.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { FailedAttempt } from "./failed-attempt.ts";

/** What comes of a failed try. */
export interface AttemptOutcome {
  readonly again: boolean;
  /** Why there is no further try. */
  readonly because: string;
  /** What the next try does differently. */
  readonly recovery: Recovery;
  readonly record: Pick<FailedAttempt, "recovery" | "waitSeconds" | "answered">;
}

export interface LastResort {
  readonly limits: Pick<Install, "attempts">;
  /** Looks for another index that has the lost file. @returns whether there is one. */
  readonly tryOtherIndex?: ((failure: ClassifiedFailure) => Promise<boolean>) | undefined;
}

type Exhausted = Pick<AttemptOutcome, "because"> & Pick<FailedAttempt, "waitSeconds" | "answered">;

/** Classes of a file that can't be fetched. A file with the wrong content has other classes. */
const UNAVAILABLE: ReadonlySet<string> = new Set(["N1", "N2", "N4", "N5", "N6", "N6G", "N7", "N8"]);

/** Ends the tries, unless another index has the lost file: then the next try takes the file from there. */
export async function giveUp(
  failure: ClassifiedFailure,
  { because, waitSeconds, answered }: Exhausted,
  { limits, tryOtherIndex }: LastResort,
): Promise<AttemptOutcome> {
  const may = limits.attempts > 1 && UNAVAILABLE.has(failure.class.id);
  const again = may && (await tryOtherIndex?.(failure)) === true;
  if (!again) return { again, because, recovery: "none", record: { recovery: null, waitSeconds, answered } };
  const recovery = "other-source";
  return { again, because: "", recovery, record: { recovery, waitSeconds, answered } };
}
