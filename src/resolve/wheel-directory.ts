import * as z from "zod";

/** One file of a wheel, from the archive's central directory. */
export const WheelFile = z.readonly(
  z.strictObject({ path: z.string(), bytes: z.number(), compressedBytes: z.number() }),
);
export type WheelFile = z.infer<typeof WheelFile>;

/** Some of a wheel's Python files, as one sum. */
export const SourceSample = z.readonly(
  z.strictObject({
    files: z.number(),
    bytes: z.number(),
    compressedBytes: z.number(),
    /** In the order of `FEATURES` (plan/source-features.ts). */
    features: z.readonly(z.array(z.number())),
  }),
);
export type SourceSample = z.infer<typeof SourceSample>;

/** What a wheel holds, read from its ZIP central directory without downloading it. */
export const WheelDirectory = z.readonly(
  z.strictObject({
    files: z.readonly(z.array(WheelFile)),
    /** Text of `*.dist-info/entry_points.txt`, which decides the scripts that an installer writes. */
    entryPoints: z.string().nullable(),
    /** Size of the wheel itself; not every index tells it. */
    fileBytes: z.number().optional(),
    /** Null where nothing was to be learned from it. */
    sample: SourceSample.nullable().optional(),
  }),
);
export type WheelDirectory = z.infer<typeof WheelDirectory>;
