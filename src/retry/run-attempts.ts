import pRetry from "p-retry";
import { type ClassifiedFailure, RECOVERY_WORDS, type Recovery } from "../failures/failure-class.ts";
import type { Install } from "../manifest/settings/install.ts";
import type { Ports } from "../ports/ports.ts";
import { awaitEngine, type Bridged, bridgeOutage } from "./bridge-outage.ts";
import { classifyError } from "./classify-error.ts";
import { type Decision, decideRetry } from "./decide-retry.ts";
import type { FailedAttempt } from "./failed-attempt.ts";
import { finalError } from "./final-error.ts";
import { type AttemptOutcome, giveUp, type LastResort } from "./give-up.ts";
import type { NetworkBudget } from "./network-budget.ts";

interface Attempts {
  readonly phase: string;
  /** Subject of sentences about these attempts; `Phase …` by default. */
  readonly subject?: string;
  readonly logFile?: string;
  readonly limits: Install;
  /** Shared by the whole build. */
  readonly budget: NetworkBudget;
  /** Gets every failed try, the last one included. */
  readonly record: (attempt: FailedAttempt) => void;
  /** Asked before the tries end. */
  readonly tryOtherIndex?: LastResort["tryOtherIndex"];
}

/** What a try shall do differently from the one before. */
export interface AttemptFacts {
  readonly number: number;
  readonly recovery: Recovery;
  /** Failures so far, the newest last. */
  readonly earlier: readonly ClassifiedFailure[];
}

/**
 * Runs `attempt` until it succeeds, or until the class of its failure rules out another try.
 * @throws one of our errors that names phase, class, evidence and remedy.
 */
export async function runAttempts<T>(
  attempts: Attempts,
  ports: Ports,
  attempt: (facts: AttemptFacts) => Promise<T>,
): Promise<T> {
  const failed: FailedAttempt[] = [];
  const earlier: ClassifiedFailure[] = [];
  let recovery: Recovery = "none";
  let again = false;
  let started = 0;
  return await pRetry(
    (number) => {
      started = ports.clock.monotonic();
      return attempt({ number, recovery, earlier });
    },
    {
      // The class of a failure decides how often, and after which wait. p-retry neither counts nor waits.
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      signal: ports.signal,
      onFailedAttempt: async ({ error, attemptNumber }) => {
        const seconds = (ports.clock.monotonic() - started) / 1000;
        const failure = classifyError(error);
        if (failure === undefined) throw error;
        const outcome = await prepare({ failure, earlier, failed }, attempts, ports);
        const record = { ...describe(attempts, failure), number: attemptNumber, seconds, ...outcome.record };
        failed.push(record);
        earlier.push(failure);
        attempts.record(record);
        again = outcome.again;
        if (!again) {
          const last = { subject: subjectOf(attempts), logFile: attempts.logFile, failure, failed };
          throw finalError(error, { ...last, because: outcome.because });
        }
        recovery = outcome.recovery;
      },
      shouldRetry: () => again,
    },
  );
}

interface Situation {
  readonly failure: ClassifiedFailure;
  readonly earlier: readonly ClassifiedFailure[];
  readonly failed: readonly FailedAttempt[];
}

/** Decides about another try, announces it, and waits until its time. */
async function prepare(situation: Situation, attempts: Attempts, ports: Ports): Promise<AttemptOutcome> {
  const { failure, failed, earlier } = situation;
  const decision = decideRetry(failure, {
    limits: attempts.limits,
    sameFileAgain: failure.gotFile !== undefined && earlier.some((one) => one.gotFile === failure.gotFile),
    earlier: failed,
    budgetMs: attempts.budget.remainingMs,
    nowMs: ports.clock.now().getTime(),
    random: ports.clock.jitter(),
  });
  if (!decision.again) {
    return giveUp(failure, { because: decision.because, waitSeconds: 0, answered: false }, attempts);
  }
  ports.log.warn(announcement(subjectOf(attempts), failure, decision));
  const { waitedMs, worthTrying, answered } = await wait(failure, decision, attempts, ports);
  const waitSeconds = waitedMs / 1000;
  if (!worthTrying) {
    const because = `still so after ${Math.round(waitSeconds)} s`;
    return giveUp(failure, { because, waitSeconds, answered }, attempts);
  }
  const { recovery } = decision;
  return { again: true, because: "", recovery, record: { recovery, waitSeconds, answered } };
}

type Again = Extract<Decision, { again: true }>;

async function wait(
  failure: ClassifiedFailure,
  decision: Again,
  attempts: Attempts,
  ports: Ports,
): Promise<Bridged> {
  const { delayMs } = decision;
  if (decision.recovery === "reconnect") {
    return ports.log.task("wait for the engine", () => awaitEngine(delayMs, attempts.budget, ports));
  }
  if (decision.wait === "pause") {
    await ports.clock.sleep(delayMs, ports.signal);
    return { waitedMs: delayMs, worthTrying: true, answered: false };
  }
  return ports.log.task(`wait for ${failure.address ?? "the network"}`, () =>
    bridgeOutage({ address: failure.address, delayMs }, attempts.budget, ports),
  );
}

function announcement(subject: string, failure: ClassifiedFailure, decision: Again): string {
  const { recovery } = decision;
  const how = recovery === "none" || recovery === "reconnect" ? "" : ` (${RECOVERY_WORDS[recovery]})`;
  const again = `trying again ${whenWords(failure, decision)}${how}`;
  return `${subject}: ${failure.class.name}; ${again}. ${failure.line}`.trimEnd();
}

function whenWords({ address }: ClassifiedFailure, { wait, recovery, delayMs }: Again): string {
  if (recovery === "reconnect") return RECOVERY_WORDS[recovery];
  if (wait === "bridge" && address !== undefined) return "as soon as it answers";
  return delayMs > 0 ? `in ${Math.ceil(delayMs / 1000)} s` : "at once";
}

function subjectOf({ phase, subject = `Phase ${phase}` }: Attempts): string {
  return subject;
}

function describe(
  { phase }: Attempts,
  failure: ClassifiedFailure,
): Pick<FailedAttempt, "phase" | "class" | "line"> {
  return { phase, class: { id: failure.class.id, name: failure.class.name }, line: failure.line };
}
