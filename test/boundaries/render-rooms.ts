import { readFileSync } from "node:fs";
import { join } from "node:path";
import { arrowsOf, type House, type Room, readHouse, roomOf } from "./house.ts";
import { readSources, readTable } from "./source-files.ts";

export const MAP = "docs/ARCHITECTURE.md";
const BEGIN = "<!-- rooms: written by `npm run architecture` -->";
const END = "<!-- /rooms -->";

/** docs/ARCHITECTURE.md with the part about rooms as the sources and lint/rooms.json have it now. */
export function freshMap(root: string): string {
  const sources = readSources(root);
  const house = readHouse(sources, readTable(root));
  const files = [...sources.keys()].map(roomOf);
  const count = (room: string) => files.filter((one) => one === room).length;
  const [before, rest] = cut(readFileSync(join(root, MAP), "utf8"), BEGIN);
  const [, after] = cut(rest, END);
  const part = [BEGIN, chart(house), EXPLANATION, table([...house.rooms.values()], count), END];
  return before + part.join("\n\n") + after;
}

function cut(text: string, marker: string): readonly [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`${MAP} has no line ${marker}`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}

const EXPLANATION = `An arrow says that a room imports another one, read from the imports themselves. An arrow is left out where a longer way
along other arrows says the same. A room imports only rooms on lower floors. Green rooms are pure: they compute from
plain data. Orange rooms are edges: they touch the outside, and other rooms see them through \`ports\`.`;

/** The rooms by floor, the highest on top. */
function chart(house: House): string {
  const rooms = [...house.rooms.values()];
  const floors = [...new Set(rooms.map((room) => room.floor))].sort((a, b) => b - a);
  return [
    "```mermaid",
    "flowchart TD",
    ...floors.flatMap((floor) => [
      `  subgraph floor${floor}["floor ${floor}"]`,
      ...rooms.filter((room) => room.floor === floor).map((room) => `    ${box(room)}`),
      "  end",
    ]),
    ...[...neededArrows(arrowsOf(house))].map(([from, to]) => `  ${id(from)} --> ${id(to)}`),
    "  classDef pure fill:#d7f0dc,stroke:#2e7d32,color:#000",
    "  classDef edge fill:#fde5c8,stroke:#b35c00,color:#000",
    "```",
  ].join("\n");
}

function box({ room, pure, edge }: Room): string {
  return `${id(room)}["${room}"]${pure ? ":::pure" : ""}${edge ? ":::edge" : ""}`;
}

function id(room: string): string {
  return room.replace(".", "_");
}

/** Without those that a longer way implies. */
function neededArrows(
  arrows: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly [from: string, to: string])[] {
  const reach = (from: string): ReadonlySet<string> => {
    const next = [...(arrows.get(from) ?? [])];
    return new Set([...next, ...next.flatMap((one) => [...reach(one)])]);
  };
  return [...arrows].flatMap(([from, all]) => {
    const implied = new Set([...all].flatMap((one) => [...reach(one)]));
    const needed = [...all].filter((to) => !implied.has(to)).sort();
    return needed.map((to) => [from, to] as const);
  });
}

function table(rooms: readonly Room[], count: (room: string) => number): string {
  const head = ["room", "floor", "kind", "files", "what lives there"];
  const rows = rooms.map(({ room, floor, pure, edge, says }) => {
    const kind = [pure ? "pure" : "", edge ? "edge" : ""].join("");
    return [`[${room}](../src/${room})`, String(floor), kind, String(count(room)), says];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
