import * as z from "zod";

export const FileTotals = z.readonly(
  z.strictObject({
    count: z.number(),
    /** Apparent size. */
    bytes: z.number(),
    /** Each file rounded up to whole blocks. */
    blocks: z.number(),
  }),
);
export type FileTotals = z.infer<typeof FileTotals>;

/** What a distribution really took when it was installed, as images/probes/compile.py counts it. */
export const LearnedSize = z.readonly(
  z.strictObject({
    files: FileTotals,
    /** Compiled bytecode; zero where the image was built without. */
    bytecode: FileTotals,
    compiled: z.boolean(),
    /** Bytes, by absolute path, of files that other distributions of its layer brought, too: one of them is there. */
    shared: z.readonly(z.record(z.string(), z.number())).optional(),
  }),
);
export type LearnedSize = z.infer<typeof LearnedSize>;

/** Sizes known from earlier builds, by the sha256 of the distribution's file. */
export type LearnedSizes = ReadonlyMap<string, LearnedSize>;
