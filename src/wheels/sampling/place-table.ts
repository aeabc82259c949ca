import { ByteList } from "./byte-list.ts";

/** Where a token stands in its source; lines and columns from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Python 3.11's table of places: two bytes where a short piece of the same line follows, else the columns as they are. */
export class PlaceTable {
  readonly bytes = new ByteList();
  /** The last one that was named. */
  line = 0;

  /** @param more instructions that the piece spans besides the first. */
  add({ line, column, length }: Place, more: number): void {
    const places = this.bytes;
    const lines = line - this.line;
    this.line = line;
    if (lines === 0 && column < 80 && length < 16) {
      places.byte(0x80 | ((column >> 3) << 3) | more);
      places.byte(((column & 7) << 4) | length);
      return;
    }
    places.byte(0x80 | ((10 + Math.min(Math.max(lines, 0), 2)) << 3) | more);
    if (lines > 2) places.byte((lines << 1) & 0x3f);
    places.byte(column);
    places.byte(column + length);
  }
}
