import * as z from "zod";
import { Recovery } from "../failures/failure-class.ts";

/** One try at a layer that failed, what it was taken for, and what was done about it. */
export const FailedAttempt = z.readonly(
  z.strictObject({
    phase: z.string(),
    /** Counts from 1 within the phase's layer. */
    number: z.int(),
    class: z.readonly(z.strictObject({ id: z.string(), name: z.string() })),
    /** The line of output that shows it. */
    line: z.string(),
    /** What the next try did differently; null where there was none. */
    recovery: Recovery.nullable(),
    /** How long the try itself took. */
    seconds: z.number(),
    /** How long was waited before the next one. */
    waitSeconds: z.number(),
    /** What had failed answered when it was first asked, so that it was no outage. */
    answered: z.boolean(),
  }),
);
export type FailedAttempt = z.infer<typeof FailedAttempt>;
