import * as z from "zod";
import { distributionNameFault, normaliseName } from "../../python/distribution-name.ts";
import { readRequirement } from "../../python/requirement.ts";
import { expected, without } from "../../text/units/expectation.ts";

/** Any text. */
export const textField = (example: string) => z.string(expected("text", example));

/** Normalised (PEP 503). */
export const DistributionName = textField("a distribution's name, such as `torch`")
  .superRefine(without(distributionNameFault))
  .transform(normaliseName);

/** A dependency, parsed here and carried from here on (PEP 508). */
export const RequirementText = textField("a requirement, such as `torch==2.8.0`").transform(
  (written, context) => {
    const read = readRequirement(written);
    if ("requirement" in read) return read.requirement;
    context.addIssue({ code: "custom", params: { fault: read.fault } });
    return z.NEVER;
  },
);
