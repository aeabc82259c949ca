import type { EvidenceLine } from "./evidence-lines.ts";
import type { FailingTool, FailureClass } from "./failure-class.ts";

import type { Trust } from "./trust.ts";

export interface Signature {
  readonly trust: Trust;
  /** Matched against single lines of at most 8 KiB; no unbounded quantifier before another part of the pattern. */
  readonly sign: RegExp;
  /** Tools whose words these are; all of them when left out. A `command` may run any of the installers. */
  readonly tools?: readonly FailingTool[];
  /** The sign doesn't count when any line says this, or when this holds of them all. */
  readonly unless?: RegExp | ((lines: readonly EvidenceLine[]) => boolean);
}

export interface FailureRule {
  readonly class: FailureClass;
  /** Empty for classes that are told from exit codes. */
  readonly signatures: readonly Signature[];
}

/** A class with its anchor, which is made of id and name as GitHub makes it from the heading. */
export function failureClass(parts: Omit<FailureClass, "anchor">): FailureClass {
  const heading = `${parts.id} ${parts.name}`.toLowerCase();
  return { ...parts, anchor: heading.replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-") };
}
