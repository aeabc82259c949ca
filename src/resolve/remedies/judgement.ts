import type { BaseFacts } from "../../python/base-facts.ts";
import type { RequestedPhase } from "../request.ts";

/** One Python environment as a trial would fill it. */
export interface TriedEnvironment {
  /** An isolated phase sees no distribution of the base. */
  readonly facts: BaseFacts;
  readonly phases: readonly RequestedPhase[];
  readonly brought: readonly TriedDistribution[];
}

export interface TriedDistribution {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** Name of the wheel that would be installed; undefined where only a source will do. */
  readonly file: string | undefined;
}

/** What is wrong with versions although they resolve. */
export interface VersionJudgement {
  /** Why the plan would refuse them. */
  readonly errors: readonly Refusal[];
  /** What the plan would warn of, in half sentences. */
  readonly warnings: readonly string[];
}

export interface Refusal {
  /** Stable name of the rule. */
  readonly id: string;
  /** Whole sentence. */
  readonly text: string;
  /** A requirement with which it wouldn't be so, where one is known, e.g. `torch<2.11`. */
  readonly bound?: string | undefined;
}

/** Judges by everything that the plan is judged by; handed in by whoever plans. */
export type JudgeVersions = (tried: TriedEnvironment) => VersionJudgement;
