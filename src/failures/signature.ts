import type { EvidenceLine } from "./evidence-lines.ts";
import type { FailingTool, FailureClass } from "./failure-class.ts";

/**
 * How much a sign is worth, best first. `kernel`: the kernel or the engine says so; `cause`: an installer names the
 * cause itself; `build`: a package's build says so; `verdict`: an installer says what it could not do; `text`: any
 * other words.
 */
export const TRUST = ["kernel", "cause", "build", "verdict", "text"] as const;
export type Trust = (typeof TRUST)[number];

export interface Signature {
  readonly trust: Trust;
  /** Matched against single lines of at most 8 KiB; no unbounded quantifier before another part of the pattern. */
  readonly pattern: RegExp;
  /** Tools that print the sign; all tools by default. A `command` may run any of the installers. */
  readonly tools?: readonly FailingTool[];
  /** Rules the sign out: a pattern that any line matches, or a test of all lines. */
  readonly unless?: RegExp | ((lines: readonly EvidenceLine[]) => boolean);
}

export interface FailureRule {
  readonly class: FailureClass;
  /** A better remedy than the class's own, where the line that shows the failure says what would help. */
  readonly remedyFor?: ((line: string) => string | undefined) | undefined;
  /** Empty for classes that only an exit code shows. */
  readonly signatures: readonly Signature[];
}

type Defaults = Pick<FailureClass, "retry" | "recovery" | "error">;
type RuleParts = Omit<FailureClass, keyof Defaults | "anchor"> &
  Partial<Defaults> &
  Partial<Pick<FailureRule, "signatures" | "remedyFor">>;

/**
 * A rule, by default for a failure that ends the build at once. Without `signatures`, only an exit code shows the class. Adds
 * the anchor that GitHub gives to the heading of id and name.
 */
export function failureRule({ signatures = [], remedyFor, ...parts }: RuleParts): FailureRule {
  const heading = `${parts.id} ${parts.name}`.toLowerCase();
  const anchor = heading.replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-");
  const defaults = { retry: "never", recovery: "none", error: "build" } as const;
  return { class: { ...defaults, ...parts, anchor }, signatures, remedyFor };
}
