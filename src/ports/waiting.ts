import pRetry from "p-retry";
import type { Clock } from "./machine.ts";

/** The clock that measures a wait, and the signal that ends the wait early. */
export interface Waiting {
  readonly clock: Pick<Clock, "sleep" | "jitter">;
  readonly signal?: AbortSignal | undefined;
}

/** Which outcomes of a question may be better a moment later. */
interface Passing<T> {
  readonly answer: (answer: T) => boolean;
  /** By default no error passes. */
  readonly error?: (error: Error) => boolean;
}

/** The waits of 0.3, 0.6 and 1.2 s are stretched at random, up to twice as long: 2.1 to 4.2 s together. */
const RETRIES = 3;
const FIRST_WAIT_MS = 300;

/**
 * Asks a host up to four times. This bridges a hiccup; a longer outage is bridged by a caller that has a budget for it.
 * @returns the first answer that stays, or the last one of four.
 * @throws the first error that stays, or the last one of four; the signal's reason as soon as the signal is aborted.
 */
export async function askWithRetries<T>(
  ask: () => Promise<T>,
  passing: Passing<T>,
  { clock, signal }: Waiting,
): Promise<T> {
  const once = async () => {
    const answer = await ask();
    if (passing.answer(answer)) throw new PassingAnswer(answer);
    return answer;
  };
  try {
    return await pRetry(once, {
      retries: RETRIES,
      // p-retry would wait on timers of its own.
      minTimeout: 0,
      ...(signal && { signal }),
      async shouldRetry({ error, attemptNumber }) {
        if (!(error instanceof PassingAnswer || passing.error?.(error))) return false;
        await clock.sleep(FIRST_WAIT_MS * 2 ** (attemptNumber - 1) * (1 + clock.jitter()), signal);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof PassingAnswer) return error.answer;
    throw error;
  }
}

/** Carries an answer through p-retry, which repeats only what throws. */
class PassingAnswer<T> extends Error {
  readonly answer: T;

  constructor(answer: T) {
    super("the answer may be better a moment later");
    this.answer = answer;
  }
}

/** A bound in time for one piece of work. */
interface Deadline extends Disposable {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
}

/** @param milliseconds from now; the clock is left alone as soon as the deadline is disposed of. */
export function createDeadline(milliseconds: number, clock: Pick<Clock, "sleep">): Deadline {
  const over = new AbortController();
  const done = new AbortController();
  clock.sleep(milliseconds, done.signal, { background: true }).then(
    () => over.abort(),
    () => undefined,
  );
  return { signal: over.signal, [Symbol.dispose]: () => done.abort() };
}
