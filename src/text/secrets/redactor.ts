import { secretForms } from "./secret-forms.ts";

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
/** A password in an address that nobody told us of. */
const LOGIN_IN_ADDRESS = /(:\/\/[^\s/:@'"`<>]{0,256}):[^\s/@'"`<>]{1,1024}@/g;

/** Makes a redactor without secrets; they are added while the machine's settings are read. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  let pattern: RegExp | undefined;
  return {
    add(secrets) {
      const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
      for (const form of long.flatMap(secretForms)) known.add(form);
      // The longest first: one secret may hold another.
      const forms = [...known].toSorted((a, b) => b.length - a.length);
      pattern = forms.length > 0 ? new RegExp(forms.map(escaped).join("|"), "g") : undefined;
    },
    areIn: (text) => pattern !== undefined && text.search(pattern) !== -1,
    areKnown: () => pattern !== undefined,
    redact(text) {
      const rest = pattern === undefined ? text : text.replaceAll(pattern, INSTEAD);
      return rest.replaceAll(LOGIN_IN_ADDRESS, `$1:${INSTEAD}@`);
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A value as JSON for a file, its texts without secrets. Names of members stay, so that the file keeps its shape. */
export function redactedJson(value: unknown, redact: Redact): string {
  const safe = (_name: string, one: unknown) => (typeof one === "string" ? redact(one) : one);
  return `${JSON.stringify(value, safe, 2)}\n`;
}
