import { formatBytes } from "../../text/units/format-bytes.ts";
import type { Arrangement } from "./arrangement.ts";
import { type Candidate, candidatesFor, type StrategyPhase } from "./candidates.ts";

export interface Room {
  /** Free bytes of the engine's file system. */
  readonly freeBytes: number;
  /** Bytes of it that stay free. */
  readonly reserveBytes: number;
  /** No layer of more than this, where a wheel allows it. */
  readonly maxLayerBytes: number;
}

/** How the phases are brought onto the disk that there is. */
export interface Strategy extends Omit<Arrangement, "kind"> {
  readonly kind: Arrangement["kind"] | "refused";
}

/**
 * Takes the first candidate that fits: each phase as one layer; else split, since a commit needs a second copy of one layer
 * only; else without optional phases, the last ones first. The candidates are the same for every disk, so that more room never
 * turns a plan that fits into a refusal.
 * @param neededBy the highest point of an arrangement on the engine's disk, in bytes.
 */
export function chooseStrategy(
  phases: readonly StrategyPhase[],
  room: Room,
  neededBy: (candidate: Candidate) => number,
): Strategy {
  const budget = room.freeBytes - room.reserveBytes;
  const needs = { whole: 0, withAll: Number.POSITIVE_INFINITY };
  let smallest: { readonly candidate: Candidate; readonly needed: number } | undefined;
  for (const candidate of candidatesFor(phases, room.maxLayerBytes)) {
    const needed = neededBy(candidate);
    if (candidate.leftOut.length === 0) {
      needs.whole ||= needed;
      needs.withAll = Math.min(needs.withAll, needed);
    }
    if (needed <= budget) return { ...candidate, ...described(candidate, needs, room) };
    // The last ones have the required phases only.
    if (smallest?.candidate.leftOut.length !== candidate.leftOut.length || needed < smallest.needed)
      smallest = { candidate, needed };
  }
  const { layers, leftOut } = smallest?.candidate ?? { layers: {}, leftOut: [] };
  return { kind: "refused", layers, leftOut, reason: "the required phases don't fit, even split" };
}

function described(
  candidate: Candidate,
  needs: { readonly whole: number; readonly withAll: number },
  room: Room,
): Pick<Arrangement, "kind" | "reason"> {
  const { leftOut, isSplit } = candidate;
  if (leftOut.length > 0) {
    const names = leftOut.join(" and ");
    return { kind: "degraded", reason: `with ${names} it would need ${formatBytes(needs.withAll)}` };
  }
  if (!isSplit) return { kind: "whole", reason: wholeReason(candidate, room) };
  const reason = `one layer a phase would need ${formatBytes(needs.whole)}, and a commit copies a layer: split ones need less`;
  return { kind: "split", reason };
}

function wholeReason({ layers }: Candidate, room: Room): string {
  const capped = Object.entries(layers).flatMap(([name, all]) => (all.length > 1 ? [name] : []));
  if (capped.length === 0) return "there is room for each phase as one layer";
  return `there is room; ${capped.join(", ")} in several layers, because none may pass ${formatBytes(room.maxLayerBytes)}`;
}
