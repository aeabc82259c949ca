import { quote } from "./quote.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** Milliseconds of a duration such as `5s` or `500ms`; undefined when `durationFault` finds a fault in it. */
export function parseDuration(text: string): number | undefined {
  const { amount, factor } = split(text);
  return amount === undefined || factor === undefined ? undefined : Math.round(amount * factor);
}

/** What is wrong with a duration, and what to write instead. */
export function durationFault(text: string): string | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  const { amount, unit } = split(text);
  if (amount === undefined)
    return `${quote(text)} isn't a duration; write a number and a unit, such as \`30s\``;
  if (unit === "") return `${quote(text)} has no unit; write \`${amount}s\` or \`${amount}m\``;
  return `${quote(unit)} isn't a unit of time; write ms, s, m or h, such as \`${amount}s\``;
}

interface Parts {
  readonly amount: number | undefined;
  readonly unit: string;
  readonly factor: number | undefined;
}

function split(text: string): Parts {
  const [, digits, unit = ""] = /^\s*(\d{1,9}(?:\.\d{1,6})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text) ?? [];
  return { amount: digits === undefined ? undefined : Number(digits), unit, factor: UNITS.get(unit) };
}
