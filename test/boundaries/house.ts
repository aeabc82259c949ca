import { type Import, readImports } from "./read-imports.ts";

/** A row of lint/rooms.json: a folder beneath src/, or a file in it. */
export interface Room {
  readonly room: string;
  /** A room imports only rooms on lower floors. */
  readonly floor: number;
  /** What lives there, in one line. */
  readonly says: string;
  /** It computes from plain data: no module of Node, no port. */
  readonly pure?: boolean;
  /** It touches the outside. Other rooms see it only through `ports`. */
  readonly edge?: boolean;
  /** Folders of an edge that use ports themselves, so that every room above may import them. */
  readonly open?: readonly string[];
  /** Modules that only this room imports, with everything beneath them. */
  readonly owns?: readonly string[];
}

/** Texts by path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>;

export interface House {
  readonly rooms: ReadonlyMap<string, Room>;
  readonly imports: readonly Import[];
}

export function readHouse(sources: Sources, table: readonly Room[]): House {
  const imports = [...sources].flatMap(([path, source]) => readImports(path, source));
  return { rooms: new Map(table.map((row) => [row.room, row])), imports };
}

/** `plan` of `src/plan/order/order-phases.ts`, and `cli.ts` of `src/cli.ts`; nothing of what lies elsewhere. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)/.exec(path)?.[1];
}

/** Whether a file lies in an edge, outside of the folders that are open. */
export function isEdge(path: string, { rooms }: House): boolean {
  const room = rooms.get(roomOf(path) ?? "");
  return room?.edge === true && !room.open?.some((open) => path.startsWith(`src/${room.room}/${open}/`));
}

/** The room whose module it is, if only one room may import it. */
export function ownerOf(module: string, { rooms }: House): Room | undefined {
  return [...rooms.values()].find(({ owns }) =>
    owns?.some((name) => module === name || module.startsWith(`${name}/`)),
  );
}

/** Rooms that each room imports. */
export function arrowsOf({ imports }: House): ReadonlyMap<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [own, other] = [roomOf(from), roomOf(to)];
    if (own === undefined || other === undefined || own === other) continue;
    arrows.set(own, (arrows.get(own) ?? new Set()).add(other));
  }
  return arrows;
}
