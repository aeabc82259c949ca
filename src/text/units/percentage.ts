import { quote } from "../quote.ts";

/** Share of a percentage: 0.8 of `80%`; undefined when `percentageFault` finds a fault in it. */
export function parsePercentage(text: string): number | undefined {
  const [, digits] = /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*$/.exec(text) ?? [];
  const share = Number(digits ?? Number.NaN) / 100;
  return share <= 1 ? share : undefined;
}

/** What is wrong with a percentage, and what to write instead. */
export function percentageFault(text: string): string | undefined {
  if (parsePercentage(text) !== undefined) return undefined;
  if (/^\s*\d{1,9}(?:\.\d{1,6})?\s*%\s*$/.test(text))
    return `${quote(text)} is more than all of it; write at most \`100%\``;
  return `${quote(text)} isn't a percentage; write a number and \`%\`, such as \`80%\``;
}
