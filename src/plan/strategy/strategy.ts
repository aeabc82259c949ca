import { formatBytes } from "../../text/units/format-bytes.ts";
import type { Arrangement } from "./arrangement.ts";
import { type LayerRoom, layerOf, type Piece, splitLayers, together } from "./split-layers.ts";

export interface StrategyPhase {
  readonly name: string;
  readonly optional: boolean;
  /** Phases of one environment share what they install; undefined is the one that they share with the base. */
  readonly environment?: string | undefined;
  /** Everything that it needs and the base doesn't hold, also what an earlier phase brings. */
  readonly needs: readonly Piece[];
  /** System packages, a layer of their own that nothing splits; also what an earlier phase brings. */
  readonly system?: readonly Piece[];
  /** What its commands leave, a layer of their own as well. */
  readonly runBytes?: number;
  readonly runKept?: number;
}

/** What a phase brings itself, given the phases before it. */
interface OwnPieces {
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** The layers that stand as they are: before the pieces, and after them. */
  readonly before: LayerRoom;
  readonly after: LayerRoom;
}

export interface Room {
  /** Free bytes of the engine's file system. */
  readonly freeBytes: number;
  /** Bytes of it that stay free. */
  readonly reserveBytes: number;
  /** What is there beside the layers while the run goes on: tools, scratch. */
  readonly overheadBytes: number;
  /** No layer of more than this, where a wheel allows it. */
  readonly maxLayerBytes: number;
}

/** How the phases are brought onto the disk that there is. */
export interface Strategy {
  readonly kind: "whole" | "split" | "degraded" | "refused";
  /** Layers of each phase, in order; none for a phase that is left out. */
  readonly layers: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly leftOut: readonly string[];
  /** Highest point on the engine's file system over what is there now. */
  readonly neededBytes: number;
  /** Bytes that are missing even so; 0 where it fits. */
  readonly missingBytes: number;
  readonly reason: string;
}

/**
 * Chooses by budget: each phase as one layer where that fits; else split, since a commit needs a second copy of one layer
 * only; else without optional phases, the last ones first; else refused.
 */
export function chooseStrategy(phases: readonly StrategyPhase[], room: Room): Strategy {
  const budget = budgetOf(room);
  const own = ownPieces(phases);
  const whole = arrange(own, room.maxLayerBytes, "whole");
  if (whole.neededBytes <= budget) return finish(whole, room, wholeReason(whole, room));
  const split = arrangeSplit(own, room, budget);
  if (split.neededBytes <= budget) {
    return finish(
      split,
      room,
      `one layer a phase would need ${formatBytes(whole.neededBytes)}, and a commit copies a layer: split ones need less`,
    );
  }
  const smaller = withoutOptional(phases, room, split.neededBytes);
  if (smaller) return smaller;
  const required = arrangeSplit(ownPieces(phases.filter((phase) => !phase.optional)), room, budget);
  const missingBytes = required.neededBytes - budget;
  return {
    ...finish(required, room, "the required phases don't fit, even split"),
    kind: "refused",
    missingBytes,
  };
}

/** As an earlier build began it; undefined where the phases bring something else by now. */
export function keptStrategy(
  phases: readonly StrategyPhase[],
  room: Room,
  kept: Arrangement,
): Strategy | undefined {
  const own = ownPieces(phases.filter((phase) => !kept.leftOut.includes(phase.name)));
  const isSame = own.every(({ name, pieces }) => {
    const names = pieces.map((piece) => piece.name).toSorted();
    return (kept.layers[name] ?? []).flat().toSorted().join() === names.join();
  });
  if (!isSame || own.length !== Object.keys(kept.layers).length) return undefined;
  const neededBytes = highestPoint(own, kept.layers) + room.overheadBytes;
  const leftOut = kept.leftOut.filter((name) => phases.some((phase) => phase.name === name));
  return { ...kept, leftOut, neededBytes, missingBytes: 0 };
}

/** What phases may take. */
function budgetOf({ freeBytes, reserveBytes, overheadBytes }: Room): number {
  return freeBytes - reserveBytes - overheadBytes;
}

/** The first phase of an environment that needs a piece brings it. */
function ownPieces(phases: readonly StrategyPhase[]): readonly OwnPieces[] {
  const python = new Map<string | undefined, Set<string>>();
  const apt = new Set<string>();
  return phases.map(({ name, environment, needs, system = [], runBytes = 0, runKept = 0 }) => {
    const there = python.get(environment) ?? new Set();
    python.set(environment, there);
    const after = { bytes: runBytes, kept: runKept };
    return { name, pieces: takeNew(needs, there), before: together(takeNew(system, apt)), after };
  });
}

function takeNew(pieces: readonly Piece[], taken: Set<string>): readonly Piece[] {
  const own = pieces.filter((piece) => !taken.has(piece.name));
  for (const piece of own) taken.add(piece.name);
  return own;
}

interface Arranged {
  readonly kind: "whole" | "split";
  readonly layers: Strategy["layers"];
  readonly neededBytes: number;
}

function arrange(phases: readonly OwnPieces[], cap: number, kind: Arranged["kind"]): Arranged {
  const layers = Object.fromEntries(phases.map((phase) => [phase.name, splitLayers(phase.pieces, cap)]));
  return { kind, layers, neededBytes: highestPoint(phases, layers) };
}

/** Committed layers stay, with what is kept beside them; the one at work stands there twice while it is committed. */
function highestPoint(phases: readonly OwnPieces[], layers: Strategy["layers"]): number {
  let done = 0;
  let highest = 0;
  for (const phase of phases) {
    const split = (layers[phase.name] ?? []).map((layer) => layerOf(layer, phase.pieces));
    for (const { bytes, kept } of [phase.before, ...split, phase.after]) {
      highest = Math.max(highest, done + 2 * bytes + kept);
      done += bytes + kept;
    }
  }
  return highest;
}

/** The largest cap that still fits: fewer layers, and what registries and parallel pulls like best. */
function arrangeSplit(phases: readonly OwnPieces[], room: Room, budget: number): Arranged {
  const layers = phases.flatMap((phase) => [phase.before, together(phase.pieces), phase.after]);
  const total = layers.reduce((sum, { bytes, kept }) => sum + bytes + kept, 0);
  const sizes = phases.flatMap((phase) => phase.pieces.map((piece) => piece.bytes));
  const largest = Math.max(0, ...sizes);
  const cap = Math.min(room.maxLayerBytes, Math.max(budget - total, largest));
  return arrange(phases, cap, "split");
}

/** @param withAll what all of them would need, even split. */
function withoutOptional(
  phases: readonly StrategyPhase[],
  room: Room,
  withAll: number,
): Strategy | undefined {
  const budget = budgetOf(room);
  const leftOut: string[] = [];
  let rest = phases;
  for (const phase of phases.filter((one) => one.optional).reverse()) {
    leftOut.push(phase.name);
    rest = rest.filter((one) => one !== phase);
    const left = ownPieces(rest);
    const arranged = [arrange(left, room.maxLayerBytes, "whole"), arrangeSplit(left, room, budget)];
    const fitting = arranged.find((one) => one.neededBytes <= budget);
    if (!fitting) continue;
    const reason = `with ${leftOut.join(" and ")} it would need ${formatBytes(withAll + room.overheadBytes)}`;
    return { ...finish(fitting, room, reason), kind: "degraded", leftOut };
  }
  return undefined;
}

function finish(arrangement: Arranged, room: Room, reason: string): Strategy {
  return {
    ...arrangement,
    leftOut: [],
    neededBytes: arrangement.neededBytes + room.overheadBytes,
    missingBytes: 0,
    reason,
  };
}

function wholeReason(whole: Arranged, room: Room): string {
  const capped = Object.entries(whole.layers).flatMap(([name, layers]) => (layers.length > 1 ? [name] : []));
  if (capped.length === 0) return "there is room for each phase as one layer";
  return `there is room; ${capped.join(", ")} in several layers, because none may pass ${formatBytes(room.maxLayerBytes)}`;
}
