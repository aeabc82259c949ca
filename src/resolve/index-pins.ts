import type { DependencyGraph } from "../python/dependency-graph.ts";
import { normaliseName } from "../python/distribution-name.ts";
import type { ResolveRequest } from "./request.ts";

/**
 * Packages that are pinned to an index although no phase asks for them. With an answer, only those that a distribution of the
 * answer asks for; without one, all of them.
 */
export function indirectIndexPins(
  request: ResolveRequest,
  answer: DependencyGraph | undefined,
): readonly string[] {
  const asked = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  const pins = request.indexes.flatMap((index) => index.packages.map(normaliseName));
  const indirect = pins.filter((name) => !asked.has(name));
  if (answer === undefined) return indirect;
  const wanted = new Set(Object.values(answer.distributions).flat());
  return indirect.filter((name) => wanted.has(name));
}
