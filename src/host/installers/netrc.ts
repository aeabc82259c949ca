export interface NetrcEntry {
  /** undefined for the `default` entry. */
  readonly host: string | undefined;
  readonly login: string;
  readonly password: string;
}

/** Reads the machines of a netrc file; macros and accounts are skipped. */
export function readNetrc(text: string): readonly NetrcEntry[] {
  const tokens =
    withoutMacros(text)
      .match(/"(?:[^"\\]|\\.)*"|\S+/gu)
      ?.map(unquote) ?? [];
  const entries: { host: string | undefined; login: string; password: string }[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const entry = entries.at(-1);
    const value = tokens[index + 1];
    switch (tokens[index]) {
      case "default":
        entries.push({ host: undefined, login: "", password: "" });
        break;
      case "machine":
        entries.push({ host: value?.toLowerCase(), login: "", password: "" });
        index++;
        break;
      case "login":
      case "user":
        if (entry) entry.login = value ?? "";
        index++;
        break;
      case "password":
        if (entry) entry.password = value ?? "";
        index++;
        break;
      case "account":
        index++;
        break;
    }
  }
  return entries.filter((entry) => entry.password !== "");
}

/** The entry for a host, or the default one. */
export function credentialsFor(entries: readonly NetrcEntry[], host: string): NetrcEntry | undefined {
  return (
    entries.find((entry) => entry.host === host.toLowerCase()) ??
    entries.find((entry) => entry.host === undefined)
  );
}

/** A macro runs to the next blank line; comments start a line. */
function withoutMacros(text: string): string {
  return text.replaceAll(/^\s*macdef\b[\s\S]*?(?:\n\s*\n|$(?![\s\S]))/gmu, "").replaceAll(/^\s*#.*$/gmu, "");
}

function unquote(token: string): string {
  return token.startsWith('"') && token.endsWith('"') && token.length > 1
    ? token.slice(1, -1).replaceAll(/\\(.)/gu, "$1")
    : token;
}
