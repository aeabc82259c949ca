import { quote } from "../../text/quote.ts";

/**
 * Names that would change how phases are installed and checked, or that describe the building machine.
 * PATH and LD_PRELOAD stay allowed: virtual environments and memory allocators need them.
 */
const RESERVED: readonly (readonly [RegExp, string])[] = [
  [/^(?:PIP|UV)_/, "steers the installer during the build; write the index under `indexes` or remove it"],
  [/^SURELAYER_/, "is Surelayer's own; write another name"],
  [
    /^PYTHON(?:HOME|USERBASE|STARTUP)$/,
    "moves Python away from the packages installed in the image; remove it",
  ],
  [/^(?:HTTPS?|ALL)_PROXY$/i, "describes the machine that builds and never enters an image; remove it"],
];

/** What is wrong with the name of an environment variable, and what to write instead. */
export function environmentNameFault(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const instead = name
      .replaceAll(/[^A-Za-z0-9_]+/g, "_")
      .replace(/^(?=\d)|^$/, "_")
      .slice(0, 60);
    return `${quote(name)} can't name an environment variable; write letters, digits and \`_\`, such as \`${instead.toUpperCase()}\``;
  }
  const reserved = RESERVED.find(([pattern]) => pattern.test(name));
  return reserved && `${quote(name)} ${reserved[1]}`;
}

/** What is wrong with a value, seen together with its name. Never repeats the value. */
export function environmentValueFault(name: string, value: string): string | undefined {
  if (value === "") return undefined;
  if (isSecretName(name) || isSecretValue(value)) {
    return `${quote(name)} looks like a secret, and everyone who can pull the image could read it; remove it here and set it where the image runs`;
  }
  if (value.includes("\0")) return "holds a NUL character; remove it";
  if (name === "PATH" && value.includes("$")) {
    return "is taken literally; write every folder instead of `$`";
  }
  return undefined;
}

function isSecretName(name: string): boolean {
  return /(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|API_?KEY|_KEY)$/i.test(name);
}

/** Prefixes that well-known services give their tokens. */
function isSecretValue(value: string): boolean {
  return (
    /^(?:hf_|gh[pousr]_|github_pat_|rpa_|sk-|AKIA)[\w-]{16,}$/.test(value) ||
    /-----BEGIN [A-Z ]*PRIVATE/.test(value)
  );
}
