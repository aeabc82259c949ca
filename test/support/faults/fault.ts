import type { Schedule } from "./fault-schedule.ts";
import type { Subject } from "./traffic.ts";

/** What an index does wrong. `afterBytes` of the body arrive first. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is reset: before the answer where no byte is to arrive. */
  | { readonly kind: "reset"; readonly afterBytes: number }
  /** The body ends early: with its length announced, or chunked and seemingly whole. */
  | { readonly kind: "truncated"; readonly afterBytes: number; readonly announced: boolean }
  /** The connection stays open and nothing more comes. */
  | { readonly kind: "stalled"; readonly afterBytes: number }
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** One bit in the middle is another. */
  | { readonly kind: "corrupt" }
  /** Another file under the same name. */
  | { readonly kind: "replaced"; readonly content: Buffer }
  /** Nobody listens at the address for so long. */
  | { readonly kind: "unreachable"; readonly seconds: number };

export interface FaultRule {
  readonly subject: Subject;
  /** Which project or file; all of them by default. */
  readonly name?: RegExp;
  readonly fault: Fault;
  readonly when: Schedule;
  /** From the first such request on, everything is concerned: whoever looks whether the index is back finds it broken, too. */
  readonly spreads?: boolean;
}

/** As a log names it. */
export function describeFault(fault: Fault): string {
  return fault.kind === "status" ? `status ${fault.status}` : fault.kind;
}
