import * as z from "zod";

/** Files of one kind that `image.strip` removed from a layer. */
export const StripRow = z.readonly(
  z.strictObject({
    kind: z.enum(["tests", "docs", "static-libraries"]),
    files: z.number(),
    /** Apparent size of the files and of their bytecode. */
    bytes: z.number(),
    /** Folders that were kept, because an import loads from them or a program might read their files. */
    kept: z.readonly(z.array(z.string())),
  }),
);
export type StripRow = z.infer<typeof StripRow>;
