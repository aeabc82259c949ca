import { neutralise } from "../foreign-text.ts";
import { secretForms } from "./secret-forms.ts";
import { literal, spellingPattern } from "./spelling-pattern.ts";

/** The secrets of this run. They are removed from everything that leaves it: the terminal, files, summaries and outputs. */
export interface Secrets {
  /** The text without them. */
  readonly redact: Redact;
  /** Whether one of them stands in the text, in any spelling. */
  readonly areIn: (text: string) => boolean;
  /** Whether there is any. */
  readonly areKnown: () => boolean;
}

export type Redact = (text: string) => string;

export interface Redactor extends Secrets {
  add(secrets: readonly string[]): void;
}

/** Shorter secrets stay, because their removal would hide ordinary words. */
const MIN_SECRET_LENGTH = 4;
const INSTEAD = "***";
/** What a terminal doesn't show: colours within a secret leave it readable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** A password in an address that nobody told us of. */
const LOGIN_IN_ADDRESS = /(:\/\/[^\s/:@'"`<>]{0,256}):[^\s/@'"`<>]{1,1024}@/g;

/** A secret with special characters, which programs spell in several ways. */
interface Spelled {
  /** Its longest part that every program spells alike. It is quick to look for. */
  readonly core: string;
  readonly pattern: RegExp;
}

function spellingsOf(secret: string): Spelled {
  const alike = secret.split(/[^A-Za-z0-9]+/).toSorted((a, b) => b.length - a.length);
  return { core: alike[0] ?? "", pattern: new RegExp(spellingPattern(secret), "g") };
}

/** Makes a redactor without secrets; they are added while the machine's settings are read. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  const spelled = new Map<string, Spelled>();
  let pattern: RegExp | undefined;
  const spellingsIn = (text: string) => [...spelled.values()].filter(({ core }) => text.includes(core));
  const areIn = (text: string) =>
    (pattern !== undefined && text.search(pattern) !== -1) ||
    spellingsIn(text).some((one) => text.search(one.pattern) !== -1);
  const without = (text: string) => {
    let rest = text;
    for (const one of spellingsIn(text)) rest = rest.replaceAll(one.pattern, INSTEAD);
    return pattern === undefined ? rest : rest.replaceAll(pattern, INSTEAD);
  };
  return {
    add(secrets) {
      const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
      for (const form of long.flatMap(secretForms)) known.add(form);
      const odd = long.filter((secret) => /[^A-Za-z0-9]/.test(secret));
      // The longest first: one secret may hold another.
      const all = new Set([...spelled.keys(), ...odd].toSorted((a, b) => b.length - a.length));
      spelled.clear();
      for (const secret of all) spelled.set(secret, spellingsOf(secret));
      const forms = [...known].toSorted((a, b) => b.length - a.length);
      pattern = forms.length > 0 ? new RegExp(forms.map(literal).join("|"), "g") : undefined;
    },
    // Text of two bytes a character has a NUL in each of ours.
    areIn: (text) => areIn(text) || (text.includes("\0") && areIn(text.replaceAll("\0", ""))),
    areKnown: () => pattern !== undefined,
    redact(text) {
      const rest = without(text);
      const hidden = pattern !== undefined && INVISIBLE.test(rest) ? neutralise(rest) : rest;
      return (areIn(hidden) ? without(hidden) : rest).replaceAll(LOGIN_IN_ADDRESS, `$1:${INSTEAD}@`);
    },
  };
}

/** A value as JSON for a file, its texts without secrets. Names of members stay, so that the file keeps its shape. */
export function redactedJson(value: unknown, redact: Redact): string {
  const safe = (_name: string, one: unknown) => (typeof one === "string" ? redact(one) : one);
  return `${JSON.stringify(value, safe, 2)}\n`;
}
