import { posix } from "node:path";
import { checkPurity } from "./check-purity.ts";
import {
  arrowsOf,
  type House,
  isEdge,
  ownerOf,
  type Room,
  readHouse,
  roomOf,
  type Sources,
} from "./house.ts";
import type { Import } from "./read-imports.ts";

const MOST_FILES = 16;
/** They put real things together. */
const ENTRANCES = ["src/app/real-ports.ts", "src/cli.ts", "src/index.ts"];
/** Modules of Node that only compute. All others touch the outside. */
const COMPUTING = /^node:(?:crypto|events|path|stream|stream\/consumers|stream\/promises|url|util|zlib)$/;

/** What breaks the rules of the rooms, a sentence each. */
export function checkRooms(sources: Sources, table: readonly Room[]): readonly string[] {
  const house = readHouse(sources, table);
  return [
    ...checkReading(sources, house),
    ...checkTable(sources, house),
    ...checkFolders(sources),
    ...house.imports.flatMap((one) => [...checkFloors(one, house), ...checkEdges(one, house)]),
    ...checkCircle(house),
    ...checkPurity(house),
  ];
}

/** A reader that sees nothing finds nothing wrong. A file has two imports and more on average. */
function checkReading(sources: Sources, { imports }: House): readonly string[] {
  if (sources.size === 0) return ["No file of src/ was read."];
  if (imports.length >= sources.size) return [];
  return [`Only ${imports.length} imports were read in ${sources.size} files: some were missed.`];
}

function checkTable(sources: Sources, { rooms }: House): readonly string[] {
  const there = new Set([...sources.keys()].map((path) => roomOf(path) ?? path));
  const unknown = [...there].filter((room) => !rooms.has(room));
  const empty = [...rooms.keys()].filter((room) => !there.has(room));
  return [
    ...unknown.map((room) => `src/${room} has no row in lint/rooms.json.`),
    ...empty.map((room) => `lint/rooms.json has a row for ${room}, but there is no src/${room}.`),
  ];
}

function checkFolders(sources: Sources): readonly string[] {
  const counts = new Map<string, number>();
  for (const folder of [...sources.keys()].map(posix.dirname)) {
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) =>
    count > MOST_FILES ? [`${folder} holds ${count} files, more than ${MOST_FILES}.`] : [],
  );
}

function checkFloors({ from, to }: Import, { rooms }: House): readonly string[] {
  const own = rooms.get(roomOf(from) ?? "");
  const other = rooms.get(roomOf(to) ?? "");
  if (!own || !other || own === other || other.floor < own.floor) return [];
  const way = other.floor === own.floor ? "sideways" : "upward";
  const floors = `${own.room} is on floor ${own.floor}, ${other.room} on floor ${other.floor}`;
  return [`${from} imports ${to}, which goes ${way}: ${floors}.`];
}

function checkEdges({ from, to }: Import, house: House): readonly string[] {
  const owner = ownerOf(to, house);
  if (owner) return owner.room === roomOf(from) ? [] : [`${from} imports ${to}: only ${owner.room} may.`];
  if (ENTRANCES.includes(from)) return [];
  const inEdge = isEdge(from, house);
  if (to.startsWith("node:") && !COMPUTING.test(to) && !inEdge)
    return [`${from} imports ${to}: effects go through src/ports/.`];
  if (isEdge(to, house) && !(inEdge && roomOf(from) === roomOf(to)))
    return [`${from} imports ${to}: take the interface in src/ports/. ${ENTRANCES.join(", ")} pass it in.`];
  return [];
}

function checkCircle(house: House): readonly string[] {
  const arrows = arrowsOf(house);
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    done.add(room);
    for (const next of arrows.get(room) ?? []) {
      const circle = walk(next, [...way, room]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const room of arrows.keys()) {
    const circle = walk(room, []);
    if (circle) return [`Rooms import each other in a circle: ${circle.join(" → ")}.`];
  }
  return [];
}
