import type { CommitFacts } from "./describe-commit.ts";

/** The content of `.git_archival.txt`, which setuptools-scm reads where git is missing. The keys are setuptools-scm's. */
export function archivalText({ commit, date, description, tags }: CommitFacts): string {
  const refs = tags.map((tag) => `tag: ${tag}`).join(", ");
  return `node: ${commit}\nnode-date: ${date}\ndescribe-name: ${description}\nref-names: ${refs}\n`;
}

const FORMAT = /\$Format:([^$\n]{0,500})\$/g;

/** Whether a text holds placeholders that `git archive` replaces. */
export function hasFormat(text: string): boolean {
  return text.search(FORMAT) >= 0;
}

/** Whether a placeholder asks for tags or history. */
export function asksForTags(text: string): boolean {
  return [...text.matchAll(FORMAT)].some(([, format = ""]) => /%d|%D|%\(describe/.test(format));
}

/** Replaces the placeholders of version tools as `git archive` does. A `$Format:…$` with any other stays unchanged. */
export function withFormat(text: string, facts: CommitFacts): string {
  return text.replaceAll(FORMAT, (whole, format: string) => {
    const filled = format.replaceAll(/%\(describe[^)]*\)|%c[Iits]|%[HhdD]/g, (one) => filledIn(one, facts));
    return /%[a-zA-Z(]/.test(filled) ? whole : filled;
  });
}

function filledIn(placeholder: string, { commit, date, description, tags }: CommitFacts): string {
  const refs = tags.map((tag) => `tag: ${tag}`).join(", ");
  const values: Readonly<Record<string, string>> = {
    "%H": commit,
    "%h": commit.slice(0, 12),
    "%d": refs === "" ? "" : ` (${refs})`,
    "%D": refs,
    "%cI": date,
    "%ci": date
      .replace("T", " ")
      .replace(/(?:([+-]\d\d):(\d\d)|Z)$/, (_, h = "+00", m = "00") => ` ${h}${m}`),
    "%ct": String(Date.parse(date) / 1000),
    "%cs": date.slice(0, 10),
  };
  return values[placeholder] ?? description;
}
