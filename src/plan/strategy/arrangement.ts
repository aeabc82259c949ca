import * as z from "zod";
import type { Plan } from "../plan.ts";

/** Into which layers an earlier build cut its phases, and what it left out for the disk's sake. */
export const Arrangement = z.readonly(
  z.strictObject({
    kind: z.enum(["whole", "split", "degraded"]),
    layers: z.readonly(z.record(z.string(), z.readonly(z.array(z.readonly(z.array(z.string())))))),
    /** Optional phases that didn't fit. */
    leftOut: z.readonly(z.array(z.string())),
    /** Words for the verdict. */
    reason: z.string(),
  }),
);
export type Arrangement = z.infer<typeof Arrangement>;

/** Of a plan that fits; undefined for one that is refused. */
export function arrangementOf({ phases, verdict }: Plan): Arrangement | undefined {
  const { strategy, reason } = verdict;
  if (strategy === "refused") return undefined;
  return {
    kind: strategy,
    layers: Object.fromEntries(phases.filter((one) => !one.leftOut).map((one) => [one.name, one.layers])),
    leftOut: phases.filter((one) => one.leftOut).map((one) => one.name),
    reason,
  };
}
