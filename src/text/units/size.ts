import { quote } from "../quote.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["kB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
  ["TiB", 2 ** 40],
]);

/** Bytes of a size such as `1GB` (10⁹) or `6GiB` (2³⁰); undefined when `sizeFault` finds a fault in it. */
export function parseSize(text: string): number | undefined {
  const { amount, factor } = split(text);
  if (amount === undefined || factor === undefined) return undefined;
  const bytes = Math.round(amount * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** What is wrong with a size, and what to write instead. */
export function sizeFault(text: string): string | undefined {
  if (parseSize(text) !== undefined) return undefined;
  const { amount, unit } = split(text);
  if (amount === undefined)
    return `${quote(text)} isn't a size; write a number and a unit, such as \`500MB\``;
  if (unit === "") return `${quote(text)} has no unit; write \`${text.trim()}MB\` or \`${text.trim()}GB\``;
  const meant = UNITS.has(unit) ? undefined : meantUnit(unit);
  if (meant !== undefined) return `${quote(unit)} isn't a unit of size; write \`${amount}${meant}\``;
  if (UNITS.has(unit)) return `${quote(text)} is more than any disk holds; write a smaller size`;
  return `${quote(unit)} isn't a unit of size; write MB, GB, MiB or GiB, such as \`${amount}GB\``;
}

interface Parts {
  readonly amount: number | undefined;
  readonly unit: string;
  readonly factor: number | undefined;
}

function split(text: string): Parts {
  const [, digits, unit = ""] = /^\s*(\d{1,15}(?:\.\d{1,9})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text) ?? [];
  return { amount: digits === undefined ? undefined : Number(digits), unit, factor: UNITS.get(unit) };
}

/** The unit that `gb`, `G`, `Gi` or `Gb` was probably meant to be. None is accepted, because people read them differently. */
function meantUnit(unit: string): string | undefined {
  const plain = unit.toLowerCase();
  return [...UNITS.keys()].find((known) =>
    [known.toLowerCase(), known.toLowerCase().slice(0, -1)].includes(plain),
  );
}
