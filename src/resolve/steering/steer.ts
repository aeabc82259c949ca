import { requirementLeniently } from "../../python/requirement.ts";
import { OutOfTime, orUnsolved, Unsolved } from "../conflicts/unsolved.ts";
import { withAdvice } from "../remembered-lock.ts";
import type { ResolveRequest } from "../request.ts";
import type { Settled } from "../resolve-without-builds.ts";
import { chosenVersions, movedBetween, namedGoneBack } from "./chosen-versions.ts";
import type { FaultsIn, VersionFault } from "./version-faults.ts";

/** Resolves again, from the sources on that an answer before took. @throws Unsolved */
export type Solve = (request: ResolveRequest, before: Settled) => Promise<Settled>;

/** A fault rarely needs more than two bounds; a resolution takes seconds. */
const MOST_TRIES = 10;

interface Added {
  readonly constraint: string;
  /** What happens without it; whole sentences. */
  readonly fault: string;
}

/** An answer under the bounds that were added for it. */
interface State {
  readonly settled: Settled;
  readonly request: ResolveRequest;
  readonly added: readonly Added[];
  readonly faults: readonly VersionFault[];
}

interface Search {
  readonly solve: Solve;
  readonly faultsIn: FaultsIn;
  readonly first: State;
  tries: number;
  /** Whether a try was cut off, so that the next plan may find more. */
  isCut: boolean;
}

/** The answer without the faults that bounds can get around, as far as the resolver finds one. */
export async function steer(
  settled: Settled,
  request: ResolveRequest,
  solve: Solve,
  faultsIn: FaultsIn,
): Promise<Settled> {
  const first = stateOf(settled, request, [], faultsIn);
  const search: Search = { solve, faultsIn, first, tries: 0, isCut: false };
  const best = await mended(first, new Set(), search);
  return { ...best.settled, answer: withAdvice(best.settled.answer, adviceOn(best, search)) };
}

function stateOf(
  settled: Settled,
  request: ResolveRequest,
  added: readonly Added[],
  faultsIn: FaultsIn,
): State {
  const faults = faultsIn(request, chosenVersions(settled.answer, request));
  return { settled, request, added, faults };
}

/** Goes on until no fault is left that isn't given up. Of several ways, the one that leaves the fewest faults. */
async function mended(state: State, givenUp: ReadonlySet<string>, search: Search): Promise<State> {
  const fault = state.faults.find((one) => !givenUp.has(one.about));
  if (fault === undefined) return state;
  let best: State | undefined;
  for (const bound of fault.bounds) {
    const next = await withBound(state, bound, fault, search);
    if (next === undefined) continue;
    const end = await mended(next, givenUp, search);
    if (best === undefined || costOf(end, search) < costOf(best, search)) best = end;
    if (costOf(end, search) === 0) return end;
  }
  return best ?? mended(state, new Set([...givenUp, fault.about]), search);
}

/** Undefined where nothing resolves so, or where the fault stays. */
async function withBound(
  state: State,
  constraint: string,
  fault: VersionFault,
  search: Search,
): Promise<State | undefined> {
  const next = await tried(state, [{ constraint, fault: fault.message }], search);
  if (next === undefined || next.faults.some((one) => one.about === fault.about)) return undefined;
  const back = namedGoneBack(state.settled.answer, next.settled.answer, state.request);
  if (back.length === 0) return next;
  // The resolver gives up what it chose last. It may as well give up what nobody named.
  const floors = back.map(({ name, from, to }) => ({
    constraint: `${name}==${from}`,
    fault: `With \`${constraint}\` alone, the resolver takes ${name} ${to}.`,
  }));
  const held = await tried(state, [{ constraint, fault: fault.message }, ...floors], search);
  return held && costOf(held, search) <= costOf(next, search) ? held : next;
}

async function tried(state: State, bounds: readonly Added[], search: Search): Promise<State | undefined> {
  const { request } = state;
  if (bounds.some((one) => request.constraints.includes(one.constraint))) return undefined;
  if (search.tries >= MOST_TRIES) return undefined;
  search.tries += 1;
  const constraints = [...request.constraints, ...bounds.map((one) => one.constraint)];
  const bounded = { ...request, constraints };
  const settled = await orUnsolved(search.solve(bounded, state.settled));
  if (settled instanceof Unsolved) {
    search.isCut ||= settled instanceof OutOfTime;
    return undefined;
  }
  return stateOf(settled, bounded, [...state.added, ...bounds], search.faultsIn);
}

/** Faults count more than a named package that gets an older version. */
function costOf({ faults, settled }: State, { first }: Search): number {
  return faults.length * 1000 + namedGoneBack(first.settled.answer, settled.answer, first.request).length;
}

function adviceOn({ settled, request, added, faults }: State, { first, isCut }: Search) {
  const { phaseOf } = chosenVersions(settled.answer, request);
  return {
    bounds: added.map(({ constraint, fault }) => {
      const phase = phaseOf(requirementLeniently(constraint).normalised);
      return { constraint, fault, ...(phase !== undefined && { phase }) };
    }),
    moved: added.length > 0 ? movedBetween(first.settled.answer, settled.answer, request) : [],
    heldBack: [],
    elsewhere: [],
    // What was only cut off is looked for again.
    unmended: isCut ? [] : faults.map((one) => one.about),
  };
}
