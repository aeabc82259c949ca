import * as z from "zod";

export const PhaseResult = z.readonly(
  z.strictObject({
    name: z.string(),
    /** `cached`: all its layers were there already; `left-out`: optional, and failed or left out by the plan. */
    status: z.enum(["installed", "cached", "left-out"]),
    /** Null where the phase's commands leave what nobody has said. */
    predictedBytes: z.number().nullable(),
    /** Installed bytes of the committed layer; null for a phase that was left out. */
    actualBytes: z.number().nullable(),
    seconds: z.number(),
    imageId: z.string().nullable(),
    /** Why the phase was left out. */
    failure: z.string().nullable(),
  }),
);
export type PhaseResult = z.infer<typeof PhaseResult>;

export const BuiltImage = z.readonly(
  z.strictObject({
    /** Names of the image on this engine; none until it passed its verification. */
    references: z.readonly(z.array(z.string())),
    imageId: z.string(),
    /** Bytes of all layers, the base's included. */
    bytes: z.number(),
    baseBytes: z.number(),
    phases: z.readonly(z.array(PhaseResult)),
    /** An optional phase was left out. */
    degraded: z.boolean(),
  }),
);
export type BuiltImage = z.infer<typeof BuiltImage>;
