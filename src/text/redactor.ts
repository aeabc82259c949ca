/** Removes the secrets of this run from texts. */
export interface Redactor {
  add(secrets: readonly string[]): void;
  redact(text: string): string;
}

/** Shorter secrets stay, because their removal would hide ordinary words. */
const MIN_SECRET_LENGTH = 4;

/** Makes a redactor without secrets; they are added while the machine's settings are read. */
export function createRedactor(): Redactor {
  let known: readonly string[] = [];
  return {
    add(secrets) {
      const all = [...known, ...secrets].filter((secret) => secret.length >= MIN_SECRET_LENGTH);
      // The longest first: one secret may hold another.
      known = [...new Set(all)].sort((a, b) => b.length - a.length);
    },
    redact: (text) => known.reduce((rest, secret) => rest.replaceAll(secret, "***"), text),
  };
}
