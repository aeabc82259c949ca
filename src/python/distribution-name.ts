import { quote } from "../text/quote.ts";

/** The name under which indexes and installers know a distribution (PEP 503): `Flash_Attn` → `flash-attn`. */
export function normaliseName(name: string): string {
  return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}

export function isDistributionName(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}

/** What is wrong with the name of a distribution, and what to write instead. */
export function distributionNameFault(text: string): string | undefined {
  if (isDistributionName(text)) return undefined;
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?=\s*[[<>=!~;(@])/.exec(text)?.[0];
  if (name !== undefined) return `${quote(text)} is more than a name; write only \`${name}\``;
  return `${quote(text)} isn't the name of a distribution; write letters, digits and \`-\`, such as \`torch\``;
}
