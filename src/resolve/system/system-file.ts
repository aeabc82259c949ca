import * as z from "zod";

/** A package of the base's distribution that will be installed. */
export const SystemFile = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    architecture: z.string(),
    /** Bytes of its archive. */
    bytes: z.number(),
    /** Of its archive, as the distribution's signed lists have it; null where they hold none. */
    sha256: z.string().nullable(),
    /** Bytes that it says it takes when installed (its `Installed-Size`). */
    installedBytes: z.number(),
    /** The version of it that the base holds and that it takes the place of. */
    replaces: z.string().nullable(),
  }),
);
export type SystemFile = z.infer<typeof SystemFile>;
