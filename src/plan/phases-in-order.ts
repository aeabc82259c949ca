import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { PhaseResolution, Resolution } from "../resolve/resolution.ts";
import { orderConstraints } from "./order-constraints.ts";
import { orderPhases } from "./order-phases.ts";
import type { OrderConstraint } from "./plan.ts";

export interface PhaseInOrder {
  readonly phase: Phase;
  readonly resolved: PhaseResolution;
  /** Why it stands where it stands. */
  readonly reason: string;
}

/**
 * The manifest's phases in the order in which they are installed.
 * @param bytesOf predicted bytes of a distribution on disk.
 */
export function phasesInOrder(
  manifest: Manifest,
  resolution: Resolution,
  bytesOf: (distribution: string) => number,
): { readonly ordered: readonly PhaseInOrder[]; readonly constraints: readonly OrderConstraint[] } {
  const resolved = new Map(resolution.phases.map((one) => [one.name, one]));
  const known = manifest.phases.map((phase) => {
    const own = resolved.get(phase.name) ?? { name: phase.name, needs: [], provided: [], direct: {} };
    return { phase, resolved: own };
  });
  const constraints = orderConstraints(
    known.map(({ phase, resolved: own }) => ({
      name: phase.name,
      binaryFor: phase.binary_for,
      packages: phase.packages,
      installs: own.needs,
    })),
    (name, distribution) => askersOf(resolved.get(name), distribution),
  );
  const placed = orderPhases(
    known.map(({ phase, resolved: own }) => ({
      name: phase.name,
      optional: phase.optional,
      bytes: own.needs.reduce((sum, one) => sum + bytesOf(one), 0),
      binaryFor: phase.binary_for,
      complex: isComplex(phase),
    })),
    constraints,
  );
  const ordered = placed.flatMap(({ name, reason }) => {
    const found = known.find(({ phase }) => phase.name === name);
    return found ? [{ ...found, reason }] : [];
  });
  return { ordered, constraints };
}

/** Whatever makes a phase likelier to be left out than others: it goes last, so that nothing waits for it. */
function isComplex(phase: Phase): boolean {
  return Object.keys(phase.requires ?? {}).length > 0;
}

/** Distributions of a phase that ask for another one directly; none when the manifest itself names it. */
function askersOf(phase: PhaseResolution | undefined, distribution: string): readonly string[] {
  return Object.entries(phase?.direct ?? {}).flatMap(([asker, wanted]) =>
    wanted.includes(distribution) ? [asker] : [],
  );
}
