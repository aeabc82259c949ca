/** Options of pip's configuration by name, with dashes in the names; each value is split into words. */
export type PipOptions = Readonly<Record<string, readonly string[]>>;

/** Sections that apply to an installation; later ones win. */
const SECTIONS = ["global", "download", "install"] as const;

/**
 * Reads pip's INI dialect: `name = value` or `name: value`, values continued on indented lines, comment lines with
 * `#` or `;`, no interpolation. Other lines are skipped, because only pip itself can judge them.
 */
export function readPipConf(text: string): PipOptions {
  const sections: Record<string, Record<string, string[]>> = {};
  let section = "";
  let values: string[] | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*([#;]|$)/u.test(line)) continue;
    if (/^\s/u.test(line) && values) {
      values.push(...words(line));
      continue;
    }
    const header = /^\[([^\]]+)\]/u.exec(line);
    const option = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/u.exec(line);
    values = undefined;
    if (header?.[1] !== undefined) section = header[1].toLowerCase();
    else if (option?.[1] !== undefined) {
      values = words(option[2] ?? "");
      const name = option[1].toLowerCase().replaceAll("_", "-");
      sections[section] = { ...sections[section], [name]: values };
    }
  }
  return Object.assign({}, ...SECTIONS.map((name) => sections[name]));
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
