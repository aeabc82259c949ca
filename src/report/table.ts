export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

export interface Table {
  readonly columns: readonly Column[];
  /** Texts of one line; a row may have fewer cells than there are columns. */
  readonly rows: readonly (readonly string[])[];
}

export function left(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, align: "left" }));
}

export function right(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, align: "right" }));
}

/** A table for a terminal, whose letters all have one width. */
export function terminalTable({ columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map((column, index) => {
        const cell = cells[index] ?? "";
        return column.align === "left" ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)].join("\n");
}

/** The same table in GitHub's Markdown. */
export function markdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => column.title)),
    line(columns.map((column) => (column.align === "left" ? "---" : "---:"))),
    ...rows.map((row) => line(row.map(escapeMarkdown))),
  ].join("\n");
}

/** Keeps foreign text from becoming markup. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text)
    .replace(/[\\`*_{}[\]()#+!|~-]/g, (character) =>
      /[-+()#!]/.test(character) ? character : `\\${character}`,
    )
    .replace(/\r\n?|\n/g, "<br>");
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
