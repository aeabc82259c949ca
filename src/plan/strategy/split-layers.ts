/** Something that is installed whole: a distribution with its bytes on disk. */
export interface Piece {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Distributes pieces over as few layers as a cap allows (first fit, largest first; the same layers for the same pieces
 * in any order). A piece that is larger than the cap gets a layer of its own: nothing can split a wheel.
 */
export function splitLayers(pieces: readonly Piece[], cap: number): readonly (readonly string[])[] {
  const layers: { bytes: number; names: string[] }[] = [];
  const largestFirst = [...pieces].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  for (const piece of largestFirst) {
    const room = layers.find((layer) => layer.bytes + piece.bytes <= cap);
    if (room) {
      room.bytes += piece.bytes;
      room.names.push(piece.name);
    } else layers.push({ bytes: piece.bytes, names: [piece.name] });
  }
  return layers.map((layer) => layer.names.sort());
}

export function bytesOf(pieces: readonly Pick<Piece, "bytes">[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0);
}
