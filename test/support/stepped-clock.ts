import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/ports/machine.ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test steps it on; whoever sleeps on it wakes when their time has come. */
export class SteppedClock implements Clock {
  #milliseconds = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** How many sleep just now. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  now(): Date {
    return new Date(Date.UTC(2026, 10, 22, 21) + this.#milliseconds);
  }

  monotonic(): number {
    return this.#milliseconds;
  }

  jitter(): number {
    return 0.5;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const sleeper = { due: this.#milliseconds + milliseconds, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass, in the order of who wakes first, and lets everything happen that follows from it. */
  async step(milliseconds: number): Promise<void> {
    await turn();
    const end = this.#milliseconds + milliseconds;
    for (;;) {
      const [next] = [...this.#sleepers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#milliseconds = next.due;
      this.#sleepers.delete(next);
      next.wake();
      await turn();
    }
    this.#milliseconds = end;
    await turn();
  }
}
