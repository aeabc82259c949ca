import * as z from "zod";

/** What was downloaded for a phase while the one before it was installed. */
export const Prefetch = z.readonly(
  z.strictObject({ phase: z.string(), files: z.int(), bytes: z.number(), seconds: z.number() }),
);
export type Prefetch = z.infer<typeof Prefetch>;
