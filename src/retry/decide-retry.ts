import type { ClassifiedFailure, Recovery } from "../failures/failure-class.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { FailedAttempt } from "./failed-attempt.ts";

export type Decision =
  | { readonly again: false; readonly because: string }
  | {
      readonly again: true;
      readonly recovery: Recovery;
      /** `bridge` waits on until the address answers. */
      readonly wait: "pause" | "bridge";
      readonly delayMs: number;
    };

export interface RetryFacts {
  readonly limits: Install;
  /** Earlier failed tries at the same layer, without the current one. */
  readonly earlier: readonly FailedAttempt[];
  /** An earlier try got the same file with the same wrong hash. */
  readonly sameFileAgain: boolean;
  /** Milliseconds that the build may still spend on waiting for the network. */
  readonly budgetMs: number;
  /** This machine's clock: milliseconds since 1970. */
  readonly nowMs: number;
  /** From 0 to 1, for the jitter that keeps parallel builds from asking in step. */
  readonly random: number;
}

/** Pause between two questions to an address during an outage; a server may ask for a longer one. */
export const PROBE_INTERVAL_MS = 10_000;

/** Whether a failed layer is tried again, how, and after which wait. */
export function decideRetry(failure: ClassifiedFailure, facts: RetryFacts): Decision {
  const { retry, recovery } = failure.class;
  const same = facts.earlier.filter((one) => one.class.id === failure.class.id).length;
  if (facts.limits.attempts === 1) return { again: false, because: "`install.attempts` is 1" };
  if (retry === "never") return { again: false, because: "another try would fail the same way" };
  if (facts.sameFileAgain) {
    return {
      again: false,
      because: "the same wrong file came twice: this is no accident, possibly tampering",
    };
  }
  if (retry === "bridge") return decideBridge(failure, facts, same);
  const most = retry === "once" ? Math.min(2, facts.limits.attempts) : facts.limits.attempts;
  if (same + 1 >= most) return { again: false, because: `it failed ${same + 1} times the same way` };
  // Any other recovery changes the next try itself: waiting wouldn't help.
  const delayMs = recovery === "none" || recovery === "fresh-download" ? backOff(facts, same) : 0;
  return { again: true, recovery, wait: "pause", delayMs };
}

function decideBridge(failure: ClassifiedFailure, facts: RetryFacts, same: number): Decision {
  if (failuresAfterAnswer(facts.earlier) + 1 >= facts.limits.attempts) {
    return { again: false, because: `its address answers, and it failed ${same + 1} times all the same` };
  }
  const asked = Math.max((failure.retryAfterSeconds ?? 0) * 1000, (failure.retryAt ?? 0) - facts.nowMs, 0);
  if (facts.budgetMs <= 0) return { again: false, because: "`install.bridge` is used up" };
  if (asked > facts.budgetMs) {
    return {
      again: false,
      because: `the server asks to wait ${Math.ceil(asked / 1000)} s, longer than \`install.bridge\``,
    };
  }
  const delayMs = Math.max(asked, Math.min(backOff(facts, same), PROBE_INTERVAL_MS));
  return { again: true, recovery: failure.class.recovery, wait: "bridge", delayMs };
}

/** Counts the latest failures in a row whose address answered at once. Those failures are no outage. */
function failuresAfterAnswer(earlier: readonly FailedAttempt[]): number {
  return earlier.length - 1 - earlier.findLastIndex((one) => !one.answered);
}

/** Milliseconds: `first_delay`, then `factor` times as long after each failure, up to `max_delay`. Chance takes off up to half. */
function backOff({ limits, random }: RetryFacts, same: number): number {
  const plain = Math.min(limits.first_delay * limits.factor ** same, limits.max_delay);
  // Rounded, because sums of fractions would leave a rest of the budget that no wait uses up.
  return Math.round(plain * (1 - random / 2));
}
