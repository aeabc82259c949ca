import { quote } from "../text/quote.ts";

/** Longer text is no line that a person wrote, and only its start is ever shown. */
const LONGEST = 2000;

/** Tried once a word, not at each of its letters: hostile text must not take quadratic time. */
const WORD_START = "(?<![\\w-])";
const NAMES = "[\\w-]*(?:token|secret|passw(?:or)?d|credentials?|api[_-]?key|_key)";
/** Neither a quotation mark of ours nor what already stands for a secret: a second pass changes nothing more. */
const VALUE = `(?:"[^"…]*"|'[^'…]*'|[^\\s"'\`…]+)`;

const RULES: readonly (readonly [RegExp, string])[] = [
  // https://user:password@host and git+https://token@host
  [/:\/\/[^/\s'"`]*@/g, "://…@"],
  // A password with a slash in it, which no address may have, and people write all the same.
  [/:\/\/[^/\s'"`:]*:(?!\d+\/)[^\s'"`]*@/g, "://…@"],
  // What follows `?` may be a signed address.
  [/(:\/\/[^\s'"?#]*)\?[^\s'"#]*/g, "$1"],
  // HF_TOKEN=…, "password": "…"
  [new RegExp(`${WORD_START}(${NAMES}["']?\\s*[=:]\\s*)${VALUE}`, "gi"), "$1…"],
  // --api-key …
  [new RegExp(`${WORD_START}(--?${NAMES}\\s+)${VALUE}`, "gi"), "$1…"],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 …"],
  [/\b(?:hf_|gh[pousr]_|github_pat_|glpat-|rpa_|sk-|AKIA|xox[abp]-)[\w-]{8,}/g, "…"],
  [/(\s-u\s+|--user[= ])[^\s`…]+:[^\s`…]+/g, "$1…"],
];

/** Text of a source as it may be shown: what is or may be a secret is gone. */
export function withoutSecrets(text: string): string {
  return RULES.reduce(
    (rest, [pattern, instead]) => rest.replaceAll(pattern, instead),
    text.slice(0, LONGEST),
  );
}

/** Whether a value holds something that must not become part of a manifest. */
export function holdsSecret(text: string): boolean {
  return text.length > LONGEST || withoutSecrets(text) !== text;
}

/** Foreign text for a note: shortened, in backticks, without secrets and control characters. */
export function shown(text: string): string {
  return quote(withoutSecrets(text).replaceAll(/\s+/g, " ").trim());
}
