import { type FailureRule, failureRule } from "../signature.ts";

/** Models from a hub. */
export const MODEL_RULES: readonly FailureRule[] = [
  failureRule({
    id: "A1",
    name: "model is gated",
    seen: "The hub gives the model only to users who accepted its terms, or the token may not read it.",
    error: "registry",
    remedy:
      "Accept the model's terms with the account that the token belongs to, and pass a token that may read gated models.",
    signatures: [
      {
        trust: "text",
        pattern:
          /GatedRepoError|Cannot access gated repo|Access to model .{1,200} is restricted|Could not download '[^']{1,200}' (?:pipeline|model)|awaiting a review from the repo authors/,
      },
    ],
  }),
];
