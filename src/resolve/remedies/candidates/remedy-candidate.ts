import type { Trial } from "../try-resolve.ts";

/** By normalised name. */
export type Versions = Readonly<Record<string, string>>;

/** A change that may solve a conflict. All of its trials have to resolve. */
export interface RemedyCandidate {
  readonly trials: readonly Trial[];
  /** It parts those who fight, so that it resolves almost always and soon. */
  readonly sure?: boolean;
  /** What it goes back from: a distribution, and the trial that says when its version was published. */
  readonly from?: { readonly name: string; readonly trial: Trial } | undefined;
  /** Only for who has no other remedy. */
  readonly isLast?: boolean;
  /** Tried only where that other candidate resolves and is refused by this rule of the plan. */
  readonly after?: { readonly candidate: RemedyCandidate; readonly refusal: string };
  /** What the user does, in words; told versions with which the first trial resolved. */
  text(versions: Versions): string;
}
