import type { Clock } from "../../src/host/ports.ts";

/** A clock that moves only by sleeping and by `pass`. */
export class SteppedClock implements Clock {
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

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
  }
}
