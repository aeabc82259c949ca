import type { SourceLocation } from "../text/errors.ts";

/** Finds lines in a file whose parser gives no line numbers. */
export interface SourceLines {
  /** The first line with `text` as a value or else as a key; only the file if there is none. */
  find(text: string): SourceLocation;
}

export function linesOf(content: string, file: string): SourceLines {
  const lines = content.split(/\r\n|\r|\n/);
  return {
    find(text) {
      const isValue = (line: string) => line.includes(`"${text}"`) || line.includes(`'${text}'`);
      const isKey = (line: string) => line.trimStart().startsWith(text);
      const value = lines.findIndex(isValue);
      const index = value < 0 ? lines.findIndex(isKey) : value;
      return index < 0 || text === "" ? { file } : { file, line: index + 1 };
    },
  };
}
