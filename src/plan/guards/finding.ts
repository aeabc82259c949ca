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
