/** Waiting that one build may spend on outages of the network, whichever phases they hit. */
export class NetworkBudget {
  #remainingMs: number;

  constructor(milliseconds: number) {
    this.#remainingMs = milliseconds;
  }

  get remainingMs(): number {
    return this.#remainingMs;
  }

  spend(milliseconds: number): void {
    this.#remainingMs = Math.max(0, this.#remainingMs - milliseconds);
  }
}
