import * as z from "zod";

/** One file of a wheel, from the archive's central directory. */
export const WheelFile = z.readonly(
  z.strictObject({ path: z.string(), bytes: z.number(), compressedBytes: z.number() }),
);
export type WheelFile = z.infer<typeof WheelFile>;

/** What a wheel holds, read from its ZIP central directory without downloading it. */
export const WheelDirectory = z.readonly(
  z.strictObject({
    files: z.readonly(z.array(WheelFile)),
    /** Text of `*.dist-info/entry_points.txt`, which decides the scripts that an installer writes. */
    entryPoints: z.string().nullable(),
  }),
);
export type WheelDirectory = z.infer<typeof WheelDirectory>;
