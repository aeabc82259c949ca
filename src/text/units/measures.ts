import * as z from "zod";
import { durationFault, parseDuration } from "./duration.ts";
import { expected, without } from "./expectation.ts";
import { parsePercentage, percentageFault } from "./percentage.ts";
import { parseSize, sizeFault } from "./size.ts";

/** A size as it is written, in bytes. */
export const Size = z
  .string(expected("a size", "a number and a unit, such as `1GB`"))
  .superRefine(without(sizeFault))
  .transform((size) => parseSize(size) ?? 0);

/** A duration as it is written, in milliseconds. */
export const Duration = z
  .string(expected("a duration", "a number and a unit, such as `1s`"))
  .superRefine(without(durationFault))
  .transform((duration) => parseDuration(duration) ?? 0);

/** A percentage as it is written, as a share from 0 to 1. */
export const Percentage = z
  .string(expected("a percentage", "a number and `%`, such as `80%`"))
  .superRefine(without(percentageFault))
  .transform((percentage) => parsePercentage(percentage) ?? 0);
