/** Something that is installed whole: a distribution with its bytes on disk. */
export interface Piece {
  readonly name: string;
  readonly bytes: number;
  /** Pieces of one group go into one layer. */
  readonly group?: string | undefined;
}

/**
 * Distributes pieces over as few layers as a cap allows (first fit, largest first; the same layers for the same pieces
 * in any order). A piece that is larger than the cap gets a layer of its own: nothing can split a wheel. A group is one piece.
 */
export function splitLayers(pieces: readonly Piece[], cap: number): readonly (readonly string[])[] {
  const layers: { bytes: number; names: string[] }[] = [];
  const largestFirst = bundles(pieces).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  for (const { bytes, names } of largestFirst) {
    const room = layers.find((layer) => layer.bytes + bytes <= cap);
    if (room) {
      room.bytes += bytes;
      room.names.push(...names);
    } else layers.push({ bytes, names: [...names] });
  }
  return layers.map((layer) => layer.names.sort());
}

/** What is split no further, each under the first of its names. */
function bundles(pieces: readonly Piece[]) {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const key = piece.group === undefined ? `alone ${piece.name}` : `group ${piece.group}`;
    groups.set(key, [...(groups.get(key) ?? []), piece]);
  }
  return [...groups.values()].map((own) => {
    const names = own.map((one) => one.name).sort();
    return { name: names[0] ?? "", names, bytes: bytesOf(own) };
  });
}

/** Whether no group is spread over several layers. */
export function keepsGroups(layers: readonly (readonly string[])[], pieces: readonly Piece[]): boolean {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name));
  return bundles(pieces).every(({ names }) => new Set(names.map(layerOf)).size === 1);
}

export function bytesOf(pieces: readonly Pick<Piece, "bytes">[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0);
}
