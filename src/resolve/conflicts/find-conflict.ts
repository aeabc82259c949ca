import { normaliseName } from "../../python/distribution-name.ts";
import type { ResolveRequest } from "../request.ts";
import { type KeptPackage, sidesOf, weight } from "./conflict-sides.ts";
import type { Explanation } from "./explanation.ts";
import { type NamedRequirement, namedRequirements } from "./named-requirements.ts";

/** What two or more parties want in versions that don't go together. */
export interface Conflict {
  /** The distribution that they fight over, normalised; `python` when it is the interpreter. */
  readonly culprit: string;
  readonly kind: "versions" | "moved" | "python" | "absent";
  /** Kept distributions that would move. */
  readonly moved: readonly KeptPackage[];
  /** Who wants what of it, one sentence each, from the phase on. */
  readonly chain: readonly string[];
  /** Direct requirements at the beginning of the chain. */
  readonly heads: readonly NamedRequirement[];
}

/** Finds what the explanation is about: the distribution with the most sides, those that exclude each other first. */
export function findConflict(
  explanation: Explanation,
  request: ResolveRequest,
  kept: readonly KeptPackage[],
): Conflict | undefined {
  const requirements = namedRequirements(request);
  const names = new Set([
    ...explanation.demands.map((one) => one.wants.name),
    ...explanation.asked.map((one) => one.name),
  ]);
  const ranked = [...names]
    .map((name) => ({ name, sides: sidesOf(name, explanation, requirements, kept) }))
    .filter(({ name, sides }) => sides.length > 1 || name === "python" || isWheelless(name, explanation))
    .sort((a, b) => weight(b.sides) - weight(a.sides));
  const [first] = ranked;
  if (!first) return findAbsence(explanation, requirements);
  const culprit = isWheelless(first.name, explanation) ? "python" : first.name;
  const moved = culprit === "python" ? [] : kept.filter((one) => one.name === culprit);
  return {
    culprit,
    kind: kindOf(culprit, moved),
    moved,
    chain: [
      ...new Set([...first.sides.map((side) => side.text), ...wheelSentences(first.name, explanation)]),
    ],
    heads: [...new Set(first.sides.flatMap((side) => side.heads))],
  };
}

function kindOf(culprit: string, moved: readonly KeptPackage[]): Conflict["kind"] {
  if (culprit === "python") return "python";
  return moved.length > 0 ? "moved" : "versions";
}

/** A version that nobody has (any more). */
function findAbsence(
  explanation: Explanation,
  requirements: readonly NamedRequirement[],
): Conflict | undefined {
  const [gone] = [...explanation.absent, ...explanation.yanked];
  if (!gone) return undefined;
  const heads = requirements.filter((one) => one.requirement.normalised === gone.name);
  const asks = heads.map((one) => `phase ${one.phase} asks for ${one.requirement.text}`);
  return {
    culprit: gone.name,
    kind: "absent",
    moved: [],
    chain: [
      ...asks,
      ...explanation.absent.map((one) => `the index has no ${one.name}${one.range}`),
      ...explanation.yanked.map((one) => `${one.name}${one.range} was withdrawn by its publisher`),
    ],
    heads,
  };
}

function isWheelless(name: string, explanation: Explanation): boolean {
  return explanation.wheelless.some((one) => one.of.name === normaliseName(name));
}

function wheelSentences(name: string, explanation: Explanation): readonly string[] {
  return explanation.wheelless
    .filter((one) => one.of.name === name)
    .map((one) => `${name}${one.of.range} has no wheel for this Python (${one.tag})`);
}
