import type { Environment } from "../environment.ts";

/** Words of a variable's name that say that its value is a secret. */
const WORD = /^(?:pass|pat|auth|jwt|\w*(?:token|secret|password|passwd|passphrase|credential|apikey)s?\d*)$/;
/** Names that programs read a password from, and whose words don't say so. */
const NAMES: ReadonlySet<string> = new Set(["mysql_pwd", "sshpass"]);
/** A key alone may be a public one: images of Python have `GPG_KEY`. */
const KEY = /(?:api|access|private|secret|signing|account|deploy|encryption|master)[_-]?key/i;

/** Values of this process's variables whose names say that they are secrets, such as HF_TOKEN. Paths and plain words aren't. */
export function secretVariables(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const words = name.toLowerCase().split(/[_\W]+/);
    const isNamed = KEY.test(name) || NAMES.has(name.toLowerCase()) || words.some((word) => WORD.test(word));
    return isNamed && isSecret(value.trim()) ? [value] : [];
  });
}

function isSecret(value: string): boolean {
  if (/^\.{0,2}\//.test(value)) return false;
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value));
}
