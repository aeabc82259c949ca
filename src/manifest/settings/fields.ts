import * as z from "zod";
import { distributionNameFault, normaliseName } from "../../python/distribution-name.ts";
import { expected, without } from "../../text/units/expectation.ts";

/** Any text. */
export const text = (example: string) => z.string(expected("text", example));

/** Normalised (PEP 503). */
export const DistributionName = text("a distribution's name, such as `torch`")
  .superRefine(without(distributionNameFault))
  .transform(normaliseName);
