/** Translates a constraint of Poetry into standard specifiers; undefined if there are none with the same meaning. */
export function poetryVersion(constraint: string): string | undefined {
  const text = constraint.trim();
  if (text === "" || text === "*") return "";
  if (text.includes("||") || text.includes("|")) return undefined;
  const parts = text.split(/\s*,\s*|\s+(?=[<>=!~^])/).map(part);
  return parts.every((converted) => converted !== undefined) ? parts.join(",") : undefined;
}

function part(text: string): string | undefined {
  const [, operator = "", rest = ""] = /^(\^|~(?!=)|[<>=!~]{1,3})?\s*(.*)$/s.exec(text) ?? [];
  if (!/^v?\d[\w.+!*-]*$/.test(rest)) return undefined;
  const numbers = /^\d+(?:\.\d+)*/.exec(rest)?.[0].split(".").map(Number) ?? [];
  if (operator === "^") return `>=${rest},<${caretBound(numbers)}`;
  if (operator === "~") return `>=${rest},<${bound(numbers, numbers.length > 1 ? 1 : 0)}`;
  if (operator === "" || operator === "=") return `==${rest}`;
  return `${operator}${rest}`;
}

/** Allows versions until the leftmost number that isn't zero changes. */
function caretBound(numbers: readonly number[]): string {
  const first = numbers.findIndex((number) => number > 0);
  return bound(numbers, first < 0 ? numbers.length - 1 : first);
}

function bound(numbers: readonly number[], at: number): string {
  return numbers
    .slice(0, at + 1)
    .map((number, index) => (index === at ? number + 1 : number))
    .join(".");
}
