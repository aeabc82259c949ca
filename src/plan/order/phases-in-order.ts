import type { Manifest, Phase } from "../../manifest/manifest.ts";
import type { PhaseResolution, Resolution } from "../../wheels/resolution.ts";
import type { OrderConstraint } from "../plan.ts";
import { orderConstraints } from "./order-constraints.ts";
import { orderPhases } from "./order-phases.ts";

export interface PhaseInOrder {
  readonly phase: Phase;
  readonly resolved: PhaseResolution;
  /** Why it has this place. */
  readonly reason: string;
}

/**
 * The manifest's phases in the order in which they are installed.
 * @param bytesOf predicted bytes of a distribution on disk, in the environment of a phase.
 */
export function phasesInOrder(
  manifest: Manifest,
  resolution: Resolution,
  bytesOf: (phase: Phase, distribution: string) => number,
): { readonly ordered: readonly PhaseInOrder[]; readonly constraints: readonly OrderConstraint[] } {
  const resolved = new Map(
    [...resolution.phases, ...resolution.isolated.map((one) => one.phase)].map((one) => [one.name, one]),
  );
  const known = manifest.phases.map((phase) => {
    const own = resolved.get(phase.name) ?? { name: phase.name, needs: [], satisfied: [], direct: {} };
    return { phase, resolved: own };
  });
  const constraints = orderConstraints(
    // What happens in an environment of its own moves nothing for the others.
    known
      .filter(({ phase }) => phase.environment === "shared")
      .map(({ phase, resolved: own }) => ({
        name: phase.name,
        binaryFor: phase.binary_for,
        packages: phase.packages.map((one) => one.text),
        installs: own.needs,
      })),
    (name, distribution) => askersOf(resolved.get(name), distribution),
  );
  const placed = orderPhases(
    known.map(({ phase, resolved: own }) => ({
      name: phase.name,
      optional: phase.optional,
      bytes: own.needs.reduce((sum, one) => sum + bytesOf(phase, one), 0),
      binaryFor: phase.binary_for,
      complex: complexities(phase),
    })),
    constraints,
  );
  const ordered = placed.flatMap(({ name, reason }) => {
    const found = known.find(({ phase }) => phase.name === name);
    return found ? [{ ...found, reason }] : [];
  });
  return { ordered, constraints };
}

/** Why a phase goes last. It may fail for reasons of its own, and must not take other phases with it. */
function complexities(phase: Phase): readonly string[] {
  return [
    ...(phase.environment === "isolated" ? ["an environment of its own"] : []),
    ...(Object.keys(phase.requires ?? {}).length > 0 ? ["requirements of its own"] : []),
  ];
}

/** Distributions of a phase that ask for another one directly; none when the manifest itself names it. */
function askersOf(phase: PhaseResolution | undefined, distribution: string): readonly string[] {
  return Object.entries(phase?.direct ?? {}).flatMap(([asker, wanted]) =>
    wanted.includes(distribution) ? [asker] : [],
  );
}
