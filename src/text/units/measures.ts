import * as z from "zod";
import { quote } from "../quote.ts";
import { durationFault, parseDuration } from "./duration.ts";
import { expected, without } from "./expectation.ts";
import { parseSize, sizeFault } from "./size.ts";

/** Reads a written size. The value is in bytes. */
export const Size = z
  .string(expected("a size", "a number and a unit, such as `1GB`"))
  .superRefine(without(sizeFault))
  .transform((size) => parseSize(size) ?? 0);

/** Reads a written duration. The value is in milliseconds. */
export const Duration = z
  .string(expected("a duration", "a number and a unit, such as `1s`"))
  .superRefine(without(durationFault))
  .transform((duration) => parseDuration(duration) ?? 0);

/** Reads a written percentage. The value is a share from 0 to 1. */
export const Percentage = z
  .string(expected("a percentage", "a number and `%`, such as `80%`"))
  .superRefine(without(percentageFault))
  .transform((percentage) => parsePercentage(percentage) ?? 0);

/** Share of a percentage: 0.8 of `80%`; undefined when `percentageFault` finds a fault in it. */
function parsePercentage(text: string): number | undefined {
  const [, digits] = /^\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*$/.exec(text) ?? [];
  const share = Number(digits ?? Number.NaN) / 100;
  return share <= 1 ? share : undefined;
}

/** What is wrong with a percentage, and what to write instead. */
function percentageFault(text: string): string | undefined {
  if (parsePercentage(text) !== undefined) return undefined;
  if (/^\s*\d{1,9}(?:\.\d{1,6})?\s*%\s*$/.test(text))
    return `${quote(text)} is more than all of it; write at most \`100%\``;
  return `${quote(text)} isn't a percentage; write a number and \`%\`, such as \`80%\``;
}
