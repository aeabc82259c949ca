import { quote } from "../quote.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);
const LONGEST_MS = 24 * 3_600_000;

/** Milliseconds of a duration such as `500ms`, `1s` or `2m`; undefined when `durationFault` finds a fault in it. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = split(text);
  const factor = UNITS.get(unit ?? "");
  if (digits === undefined || factor === undefined) return undefined;
  const milliseconds = Math.round(Number(digits) * factor);
  return milliseconds <= LONGEST_MS ? milliseconds : undefined;
}

/** What is wrong with a duration, and what to write instead. */
export function durationFault(text: string): string | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  const [, digits, unit] = split(text);
  if (digits === undefined)
    return `${quote(text)} isn't a duration; write a number and a unit, such as \`1s\``;
  if (unit === undefined) return `${quote(text)} has no unit; write \`${digits}s\` for seconds`;
  if (UNITS.has(unit)) return `${quote(text)} is longer than a day; write a shorter duration`;
  return `${quote(unit)} isn't a unit of time; write ms, s, m or h, such as \`${digits}s\``;
}

function split(text: string): readonly (string | undefined)[] {
  return /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([^\s\d]\S{0,15})?\s*$/.exec(text) ?? [];
}
