import type { Environment } from "./environment.ts";

/** Words of a variable's name that say that its value is a secret. */
const WORDS = new Set([
  ...["token", "tokens", "secret", "secrets", "password", "passwd", "passphrase", "pass", "pat"],
  ...["credential", "credentials", "auth", "key", "keys", "apikey"],
]);

/** Values of this process's variables whose names say that they are secrets, such as HF_TOKEN. Paths and plain words aren't. */
export function secretVariables(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const isNamed = name
      .toLowerCase()
      .split(/[_\W]+/)
      .some((word) => WORDS.has(word));
    return isNamed && isSecret(value.trim()) ? [value] : [];
  });
}

function isSecret(value: string): boolean {
  if (/^\.{0,2}\//.test(value)) return false;
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value));
}
