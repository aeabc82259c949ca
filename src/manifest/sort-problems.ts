import { describeProblem, type Problem } from "../text/errors.ts";

/** Nobody reads more, and a hostile file could ask for megabytes. */
const MOST = 100;

/** Problems by their position in the file, each once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [describeProblem(problem), problem]));
  const sorted = [...once.values()].sort((one, other) => position(one) - position(other));
  const last = sorted[MOST - 1];
  if (last === undefined || sorted.length === MOST) return sorted;
  const rest = `${sorted.length - MOST + 1} more problems follow; correct these first`;
  return [...sorted.slice(0, MOST - 1), { message: rest, location: last.location }];
}

function position({ location }: Problem): number {
  return (location.line ?? 0) * 1e7 + (location.column ?? 0);
}
