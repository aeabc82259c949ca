import type { Environment } from "../environment.ts";

/** Words of a variable's name that say that its value is a secret. */
const WORDS = new Set([
  ...["token", "tokens", "secret", "secrets", "password", "passwd", "passphrase", "pass", "pat"],
  ...["credential", "credentials", "auth", "apikey"],
]);
/** A key alone may be a public one: images of Python have `GPG_KEY`. */
const KEY = /(?:api|access|private|secret|signing|account)[_-]?key/i;

/** Values of this process's variables whose names say that they are secrets, such as HF_TOKEN. Paths and plain words aren't. */
export function secretVariables(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const words = name.toLowerCase().split(/[_\W]+/);
    const isNamed = KEY.test(name) || words.some((word) => WORDS.has(word));
    return isNamed && isSecret(value.trim()) ? [value] : [];
  });
}

function isSecret(value: string): boolean {
  if (/^\.{0,2}\//.test(value)) return false;
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value));
}
