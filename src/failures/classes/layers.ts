import { type FailureRule, failureRule } from "../signature.ts";

/** What our own look at a layer finds, so no output shows it. */
export const LAYER_RULES: readonly FailureRule[] = [
  failureRule({
    id: "W4",
    name: "layer holds what nobody brings",
    seen: "A package's build or import changed files that aren't its own, or a wheel's files aren't what its RECORD says. The message names phase, package and paths. The layer isn't committed.",
    remedy:
      "Find out what writes there, and whether you trust it. `allow_changes` in the manifest lets paths through that you name.",
  }),
];
