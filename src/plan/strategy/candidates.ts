import type { Arrangement } from "./arrangement.ts";
import { bytesOf, keepsGroups, type Piece, splitLayers } from "./split-layers.ts";

export interface StrategyPhase {
  readonly name: string;
  readonly optional: boolean;
  /** Phases of one environment share what they install; undefined is the one that they share with the base. */
  readonly environment?: string | undefined;
  /** Everything that it needs and the base doesn't hold, also what an earlier phase brings. */
  readonly needs: readonly Piece[];
}

/** One way to bring the phases onto a disk. */
export interface Candidate extends Pick<Arrangement, "layers" | "leftOut"> {
  /** Into smaller layers than the manifest asks for. */
  readonly isSplit: boolean;
}

/** Of each cap to the one before: fine enough to find layers that fit, and at most a few dozen candidates. */
const CAP_STEP = 0.8;

/** All ways, the best first: with all phases before without some, larger layers before smaller ones. */
export function* candidatesFor(
  phases: readonly StrategyPhase[],
  maxLayerBytes: number,
): Generator<Candidate> {
  const optional = phases
    .filter((one) => one.optional)
    .map((one) => one.name)
    .reverse();
  for (let count = 0; count <= optional.length; count++) {
    const leftOut = optional.slice(0, count);
    const own = ownPieces(phases.filter((one) => !leftOut.includes(one.name)));
    let last = "";
    for (const cap of capsFor(own, maxLayerBytes)) {
      const layers = Object.fromEntries(own.map((one) => [one.name, splitLayers(one.pieces, cap)]));
      const text = JSON.stringify(layers);
      if (text !== last) yield { layers, leftOut, isSplit: cap < maxLayerBytes };
      last = text;
    }
  }
}

/** The manifest's cap, then smaller ones down to the largest piece: nothing can split a wheel. */
function* capsFor(own: readonly OwnPieces[], maxLayerBytes: number): Generator<number> {
  yield maxLayerBytes;
  const largest = Math.max(0, ...own.flatMap((one) => one.pieces.map((piece) => piece.bytes)));
  const total = Math.max(0, ...own.map((one) => bytesOf(one.pieces)));
  for (let cap = Math.min(maxLayerBytes, total) * CAP_STEP; cap > largest; cap *= CAP_STEP) yield cap;
  if (largest < maxLayerBytes) yield largest;
}

/** What a phase brings itself, given the phases before it. */
interface OwnPieces {
  readonly name: string;
  readonly pieces: readonly Piece[];
}

/** The first phase of an environment that needs a piece brings it. */
function ownPieces(phases: readonly StrategyPhase[]): readonly OwnPieces[] {
  const taken = new Map<string | undefined, Set<string>>();
  return phases.map(({ name, environment, needs }) => {
    const there = taken.get(environment) ?? new Set();
    taken.set(environment, there);
    const pieces = needs.filter((piece) => !there.has(piece.name));
    for (const piece of pieces) there.add(piece.name);
    return { name, pieces };
  });
}

/** Whether an earlier build's arrangement is one of these phases: they may bring something else by now. */
export function isArrangementOf(kept: Arrangement, phases: readonly StrategyPhase[]): boolean {
  const own = ownPieces(phases.filter((phase) => !kept.leftOut.includes(phase.name)));
  const isSame = own.every(({ name, pieces }) => {
    const names = pieces.map((piece) => piece.name).toSorted();
    const layers = kept.layers[name] ?? [];
    return layers.flat().toSorted().join() === names.join() && keepsGroups(layers, pieces);
  });
  return isSame && own.length === Object.keys(kept.layers).length;
}
