import * as z from "zod";

/** Bytes of a phase. "Installed" is the apparent size of the files that its layer holds. */
export const PhaseSizes = z.readonly(
  z.strictObject({
    download: z.number(),
    installed: z.number(),
    /** Most that the phase needs on the engine's disk at one moment, its committed layer included. */
    peak: z.number(),
  }),
);
export type PhaseSizes = z.infer<typeof PhaseSizes>;

export const PlannedDistribution = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    kind: z.enum(["wheel", "sdist"]),
    file: z.readonly(
      z.strictObject({ url: z.string(), name: z.string(), sha256: z.string(), bytes: z.number().nullable() }),
    ),
    installedBytes: z.number(),
    /** Where `installedBytes` comes from: the wheel's own directory is exact, a ratio is an estimate. */
    sizeSource: z.enum(["central-directory", "ratio"]),
  }),
);
export type PlannedDistribution = z.infer<typeof PlannedDistribution>;

export const PlannedPhase = z.readonly(
  z.strictObject({
    name: z.string(),
    packages: z.readonly(z.array(z.string())),
    imports: z.readonly(z.array(z.string())),
    optional: z.boolean(),
    distributions: z.readonly(z.array(PlannedDistribution)),
    /** Distributions that the base or an earlier phase brings. */
    shared: z.readonly(z.array(z.string())),
    sizes: PhaseSizes,
    reason: z.string(),
  }),
);
export type PlannedPhase = z.infer<typeof PlannedPhase>;

export const Verdict = z.readonly(
  z.strictObject({
    fits: z.boolean(),
    /** Highest point over all phases, bytes on the engine's file system. */
    neededBytes: z.number(),
    freeBytes: z.number(),
    reserveBytes: z.number(),
  }),
);
export type Verdict = z.infer<typeof Verdict>;

/** What will be installed, in which order, and what it needs on disk; decided before any build container exists. */
export const Plan = z.readonly(
  z.strictObject({
    schema: z.literal(1),
    name: z.string(),
    createdAt: z.iso.datetime(),
    base: z.readonly(
      z.strictObject({
        reference: z.string(),
        imageId: z.string(),
        bytes: z.number(),
        python: z.string(),
        interpreter: z.string(),
      }),
    ),
    /** The base or a phase brings CUDA: the image is made for a GPU. */
    cuda: z.boolean(),
    kept: z.readonly(z.array(z.string())),
    phases: z.readonly(z.array(PlannedPhase)),
    totals: PhaseSizes,
    verdict: Verdict,
    warnings: z.readonly(z.array(z.string())),
  }),
);
export type Plan = z.infer<typeof Plan>;
