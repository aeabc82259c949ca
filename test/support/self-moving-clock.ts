import type { Clock } from "../../src/ports/machine.ts";

/** A clock on which nobody waits: sleeping moves it, and so does `pass`. What sleeps in the background sleeps until its end. */
export class SelfMovingClock implements Clock {
  readonly sleeps: number[] = [];
  #now = 0;

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  now(): Date {
    return new Date(Date.UTC(2026, 10, 22, 21) + this.#now);
  }

  monotonic(): number {
    return this.#now;
  }

  jitter(): number {
    return 0.5;
  }

  async sleep(
    milliseconds: number,
    signal?: AbortSignal,
    options?: { readonly background?: boolean },
  ): Promise<void> {
    signal?.throwIfAborted();
    if (options?.background) {
      await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    }
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
  }
}
