import type { SourceLocation } from "../text/errors.ts";

/** Finds the lines of a file whose parser tells none. */
export interface SourceLines {
  /** Where `text` first stands as a value or key; without one, the file. */
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
