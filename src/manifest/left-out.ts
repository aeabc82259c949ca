/** A phase that isn't installed, and why: sentences for a person. */
export interface LeftOut {
  readonly phase: string;
  readonly reason: string;
}
