import { validRange } from "@renovatebot/pep440";
import { quote } from "../text/quote.ts";

/** What is wrong with one comparison of a requirement, and what to write instead. */
export function specifierFault(text: string, name: string, wrong: string): string {
  const requirement = quote(text);
  if (wrong === "")
    return `${requirement} has a comma with no version comparison beside it; remove the comma`;
  return `${requirement}: ${quote(wrong)} isn't a version comparison; ${correction(wrong, name)}`;
}

function correction(wrong: string, name: string): string {
  const [, operator = "", rest = ""] = /^([<>=!~^]*)\s*(.*)$/s.exec(wrong) ?? [];
  const several = /^[<>=!~]+\s*\S+\s+[<>=!~]/.test(wrong);
  if (several) return `write a comma between two comparisons, such as \`${name}>=2,<3\``;
  const version = /^v?\d[\w.+!*-]*$/.test(rest) ? rest : undefined;
  const instead = version === undefined ? undefined : replacement(operator, version);
  if (instead === undefined || !validRange(instead)) return `write one such as \`${name}>=2.8,<3\``;
  return `write \`${name}${instead}\``;
}

function replacement(operator: string, version: string): string {
  switch (operator) {
    case "=>":
      return `>=${version}`;
    case "=<":
      return `<=${version}`;
    case "^":
    case "~":
    case "~=":
      return `~=${twoNumbers(version)}`;
    case "<":
    case ">":
    case "<=":
    case ">=":
      return `${operator}${version.replace(/(?:\.\*|\+.*)$/, "")}`;
    default:
      return `==${version}`;
  }
}

/** `~=` needs at least two numbers: `~=2` means nothing, `~=2.0` does. */
function twoNumbers(version: string): string {
  const plain = version.replace(/(?:\.\*|\+.*)$/, "");
  return plain.includes(".") ? plain : `${plain}.0`;
}
