import * as z from "zod";
import { distributionNameFault, normaliseName } from "./distribution-name.ts";
import { expected, without } from "./expectation.ts";
import { parseSize, sizeFault } from "./size.ts";

/** Any text. */
export const text = (example: string) => z.string(expected("text", example));

/** Normalised (PEP 503). */
export const DistributionName = text("a distribution's name, such as `torch`")
  .superRefine(without(distributionNameFault))
  .transform(normaliseName);

/** Bytes, written as `1GB` or `6GiB`. */
export const Size = z
  .string(expected("a size", "a number and a unit, such as `1GB`"))
  .superRefine(without(sizeFault))
  .transform((size) => parseSize(size) ?? 0);
