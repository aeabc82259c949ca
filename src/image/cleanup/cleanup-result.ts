import * as z from "zod";

/** What one strategy did. Sizes are allocated bytes. */
export const CleanupRow = z.readonly(
  z.strictObject({
    strategy: z.string(),
    risk: z.enum(["low", "medium", "high"]),
    /** In this container's own layer, before; null where nobody can say before it is done. */
    expectedBytes: z.number().nullable(),
    /** Of it, what is really gone afterwards. */
    measuredBytes: z.number(),
    /** The same kind of files in the base's layers. Removing those frees nothing. */
    baseBytes: z.number(),
    /** Of those, what the layer now hides; 0 unless the cleanup was asked for the whole view. */
    hiddenBytes: z.number(),
    /** Files that are gone. */
    files: z.number(),
    seconds: z.number(),
    /** Why it wasn't done, or not to its end: enough was free, or the time was up. */
    stoppedAt: z.enum(["target", "time"]).nullable(),
  }),
);
export type CleanupRow = z.infer<typeof CleanupRow>;

/** One cleanup of one container or engine. */
export const CleanupResult = z.readonly(
  z.strictObject({
    /** `critical` also takes what is kept otherwise: other programs' caches in home folders. */
    level: z.enum(["normal", "critical"]),
    /** `layer`: only what the container wrote; `view`: also hides what the base holds; `engine`: what dead runs left. */
    scope: z.enum(["layer", "view", "engine"]),
    /** Bytes that were enough; null: as much as there is. */
    targetBytes: z.number().nullable(),
    rows: z.readonly(z.array(CleanupRow)),
    /** Allocated bytes that could have gone and were kept. */
    kept: z.readonly(z.strictObject({ needed: z.number(), inUse: z.number() })),
    /** Free bytes of the engine's file system before and after; whoever else uses it is in the difference. */
    freeBefore: z.number().nullable(),
    freeAfter: z.number().nullable(),
    seconds: z.number(),
  }),
);
export type CleanupResult = z.infer<typeof CleanupResult>;

/** Bytes that a cleanup has freed on the engine's disk. */
export function freedBytes(result: CleanupResult): number {
  return result.rows.reduce((sum, row) => sum + row.measuredBytes, 0);
}
