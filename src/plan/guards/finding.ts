import * as z from "zod";

/** What a guard sees in a plan before anything is installed. */
export const Finding = z.readonly(
  z.strictObject({
    /** Stable name of the guard's rule, e.g. `untied-pair`. */
    id: z.string(),
    /** An error stops the plan; a warning is printed with it. */
    severity: z.enum(["error", "warning"]),
    /** Whole sentence. */
    message: z.string(),
    /** What the user does next, a whole sentence. */
    remedy: z.string(),
    /** The phase that brings it; left out where the base does. */
    phase: z.string().optional(),
    /** Where the rule comes from: what was run or read, and when. */
    source: z.string(),
  }),
);
export type Finding = z.infer<typeof Finding>;

/** A finding of a guard that knows how a resolution can get around it. */
export interface GuardFinding extends Finding {
  readonly steer?: {
    /** What it is about, whatever the versions, e.g. `datasets beside pyarrow`. */
    readonly about: string;
    /** Constraints (PEP 508), of which any one parts what doesn't go together; the one to try first comes first. */
    readonly bounds: readonly string[];
  };
}
