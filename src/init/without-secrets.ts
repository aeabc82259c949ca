import { quote } from "../text/quote.ts";

/** No person writes longer lines. Only the start of a line is shown anyway. */
const LONGEST = 2000;

/** Matches once a word, not at each letter: otherwise hostile text would take quadratic time. */
const WORD_START = "(?<![\\w-])";
const NAMES = "[\\w-]*(?:token|secret|passw(?:or)?d|credentials?|api[_-]?key|_key)";
/** Excludes our own marks (backtick and `…`), so that a second pass changes nothing. */
const VALUE = `(?:"[^"…]*"|'[^'…]*'|[^\\s"'\`…]+)`;

const RULES: readonly (readonly [RegExp, string])[] = [
  // https://user:password@host and git+https://token@host
  [/:\/\/[^/\s'"`]*@/g, "://…@"],
  // A password with a slash, which is not valid in an address but is seen.
  [/:\/\/[^/\s'"`:]*:(?!\d+\/)[^\s'"`]*@/g, "://…@"],
  // The part behind `?` may be a signature.
  [/(:\/\/[^\s'"?#]*)\?[^\s'"#]*/g, "$1"],
  // HF_TOKEN=…, "password": "…"
  [new RegExp(`${WORD_START}(${NAMES}["']?\\s*[=:]\\s*)${VALUE}`, "gi"), "$1…"],
  // --api-key …
  [new RegExp(`${WORD_START}(--?${NAMES}\\s+)${VALUE}`, "gi"), "$1…"],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 …"],
  [/\b(?:hf_|gh[pousr]_|github_pat_|glpat-|rpa_|sk-|AKIA|xox[abp]-)[\w-]{8,}/g, "…"],
  [/(\s-u\s+|--user[= ])[^\s`…]+:[^\s`…]+/g, "$1…"],
];

/** Replaces everything in a text that may be a secret. */
export function withoutSecrets(text: string): string {
  return RULES.reduce(
    (rest, [pattern, instead]) => rest.replaceAll(pattern, instead),
    text.slice(0, LONGEST),
  );
}

/** Whether a text may hold a secret, which a manifest must not have. */
export function holdsSecret(text: string): boolean {
  return text.length > LONGEST || withoutSecrets(text) !== text;
}

/** Foreign text for a note: in backticks, shortened, without secrets and control characters. */
export function shown(text: string): string {
  return quote(withoutSecrets(text).replaceAll(/\s+/g, " ").trim());
}
