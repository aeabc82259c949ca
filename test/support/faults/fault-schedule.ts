/**
 * When a fault strikes. `first` and `every` count the requests that the rule is about; `seconds` begin with the first of them.
 * A rule that shall begin at a moment of the test's choice is added at that moment.
 */
export type Schedule =
  | "always"
  | { readonly first: number }
  | { readonly every: number }
  | { readonly seconds: number };

/** Decides for one rule, request by request. */
export class FaultSwitch {
  readonly #schedule: Schedule;
  #asked = 0;
  #firstAt: number | undefined;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** Whether a fault of some seconds goes on. @param now monotonic milliseconds. */
  isOn(now: number): boolean {
    const { seconds } =
      typeof this.#schedule === "object" && "seconds" in this.#schedule ? this.#schedule : { seconds: 0 };
    return this.#firstAt !== undefined && now - this.#firstAt < seconds * 1000;
  }

  /** @param now monotonic milliseconds. */
  strikes(now: number): boolean {
    this.#asked++;
    this.#firstAt ??= now;
    if (this.#schedule === "always") return true;
    if ("first" in this.#schedule) return this.#asked <= this.#schedule.first;
    if ("every" in this.#schedule) return this.#asked % this.#schedule.every === 0;
    return now - this.#firstAt < this.#schedule.seconds * 1000;
  }
}
