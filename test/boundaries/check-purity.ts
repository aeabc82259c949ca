import { type House, isEdge, ownerOf, roomOf } from "./house.ts";
import type { Import } from "./read-imports.ts";

/** Packages that only compute. */
const COMPUTING = ["@renovatebot/pep440", "smol-toml", "yaml", "zod"];

/**
 * A pure room names nothing of the outside, not even its types. What a pure room runs, also in files of other rooms, comes
 * to nothing but our own code and packages that compute. Types of plain data may come from any room below.
 */
export function checkPurity(house: House): readonly string[] {
  const running = new Map<string, Import[]>();
  for (const one of house.imports.filter(({ typeOnly }) => !typeOnly)) {
    running.set(one.from, [...(running.get(one.from) ?? []), one]);
  }
  return house.imports.flatMap(({ from, to, typeOnly }) => {
    if (!isPure(from, house)) return [];
    const way = typeOnly ? namedOutside(to, house) : wayOut(to, running, house, new Set());
    return way ? [`${from} imports ${way.join(" → ")}: ${roomOf(from)} is pure.`] : [];
  });
}

function isPure(path: string, { rooms }: House): boolean {
  return rooms.get(roomOf(path) ?? "")?.pure === true;
}

function namedOutside(to: string, house: House): readonly string[] | undefined {
  const outside = to.startsWith("node:") || ownerOf(to, house) || isEdge(to, house) || roomOf(to) === "ports";
  return outside ? [to] : undefined;
}

/** How running a module comes to the outside, if it does. Files of pure rooms are asked by themselves. */
function wayOut(
  to: string,
  running: ReadonlyMap<string, readonly Import[]>,
  house: House,
  seen: Set<string>,
): readonly string[] | undefined {
  if (roomOf(to) === undefined) return COMPUTING.includes(to) ? undefined : [to];
  if (namedOutside(to, house)) return [to];
  if (isPure(to, house) || seen.has(to)) return undefined;
  seen.add(to);
  for (const next of running.get(to) ?? []) {
    const rest = wayOut(next.to, running, house, seen);
    if (rest) return [to, ...rest];
  }
  return undefined;
}
