import type { OrderConstraint } from "../plan.ts";

interface ConstrainedPhase {
  readonly name: string;
  /** Distributions that its binaries are bound to, normalised. */
  readonly binaryFor: readonly string[];
  /** Packages as the manifest names them, for the sentence. */
  readonly packages: readonly string[];
  /** Distributions that the phase brings and the base doesn't hold. */
  readonly installs: readonly string[];
}

/** Who asks for a distribution, as `whisperx` or `whisperx (torch~=2.8.0)`. */
type Askers = (phase: string, distribution: string) => readonly string[];

/**
 * A phase whose binaries are bound to a distribution comes after every other phase that brings it. Phases that are
 * bound to it themselves don't count.
 */
export function orderConstraints(
  phases: readonly ConstrainedPhase[],
  askers: Askers,
): readonly OrderConstraint[] {
  return phases.flatMap((dependent) =>
    dependent.binaryFor.flatMap((name) =>
      phases
        .filter(
          (other) => other !== dependent && !other.binaryFor.includes(name) && other.installs.includes(name),
        )
        .map((other) => ({
          before: other.name,
          after: dependent.name,
          because: sentence(dependent, name, askers(other.name, name)),
        })),
    ),
  );
}

function sentence(dependent: ConstrainedPhase, name: string, askers: readonly string[]): string {
  const who = askers.length > 0 ? `${askers.join(", ")} brings ${name}` : `it brings ${name}`;
  return `${who}, and the binary of ${dependent.packages.join(", ")} is bound to it`;
}
