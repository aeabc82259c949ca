import * as z from "zod";

/** What `image.strip` took out of one layer. */
export const StripRow = z.readonly(
  z.strictObject({
    kind: z.enum(["tests", "docs", "static-libraries"]),
    files: z.number(),
    /** Apparent size, bytecode of the files included. */
    bytes: z.number(),
    /** Folders that stayed: an import loads from them, or programs could read what they hold. */
    kept: z.readonly(z.array(z.string())),
  }),
);
export type StripRow = z.infer<typeof StripRow>;
