import type { OrderConstraint } from "../plan.ts";

export interface ConstrainedPhase {
  readonly name: string;
  /** Distributions that its binaries are bound to, normalised. */
  readonly binaryFor: readonly string[];
  /** Packages as the manifest names them, for the sentence. */
  readonly packages: readonly string[];
  /** Distributions that the phase brings and the base doesn't hold. */
  readonly installs: readonly string[];
}

/** Who asks for a distribution, as `whisperx` or `whisperx (torch~=2.8.0)`. */
export type Askers = (phase: string, distribution: string) => readonly string[];

/**
 * What a phase's binaries are bound to must be settled before it: every other phase that brings such a distribution goes
 * first. Phases that are bound to it themselves don't settle it.
 */
export function orderConstraints(
  phases: readonly ConstrainedPhase[],
  askers: Askers,
): readonly OrderConstraint[] {
  return phases.flatMap((bound) =>
    bound.binaryFor.flatMap((name) =>
      phases
        .filter(
          (other) => other !== bound && !other.binaryFor.includes(name) && other.installs.includes(name),
        )
        .map((other) => ({
          before: other.name,
          after: bound.name,
          because: sentence(bound, name, askers(other.name, name)),
        })),
    ),
  );
}

function sentence(bound: ConstrainedPhase, name: string, askers: readonly string[]): string {
  const who = askers.length > 0 ? `${askers.join(", ")} brings ${name}` : `it brings ${name}`;
  return `${who}, and the binary of ${bound.packages.join(", ")} is bound to it`;
}
