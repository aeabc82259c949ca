import type { Plan } from "../plan/plan.ts";

type Clash = Plan["clashes"][number];

/** A line for each distribution whose files replace those of others, with the others and the first of the paths. */
export function clashLines({ clashes }: Pick<Plan, "clashes">): readonly string[] {
  const lines = new Map<string, Clash[]>();
  for (const clash of clashes) {
    const key = JSON.stringify([clash.winner, clash.files, clash.paths]);
    lines.set(key, [...(lines.get(key) ?? []), clash]);
  }
  return [...lines.values()].flatMap(lineOf);
}

function lineOf(clashes: readonly Clash[]): readonly string[] {
  const [first] = clashes;
  if (first === undefined) return [];
  const { winner, files, paths } = first;
  const losers = clashes.map(({ loser }) => labelOf(loser) + placeOf(loser.phase, winner.phase)).join(", ");
  const more = files > 1 ? ` and ${files - 1} more` : "";
  return [
    `${labelOf(winner)} of ${winner.phase} wins over ${losers}: they bring other content for ${paths[0]}${more}`,
  ];
}

function labelOf({ name, version }: Clash["winner"]): string {
  return `${name} ${version}`;
}

function placeOf(phase: string | null, winners: string | null): string {
  if (phase === null) return " of the base";
  return phase === winners ? "" : ` of ${phase}`;
}
