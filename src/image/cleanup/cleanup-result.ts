import * as z from "zod";

/** The result of one strategy. Sizes are allocated bytes. */
export const CleanupRow = z.readonly(
  z.strictObject({
    strategy: z.string(),
    risk: z.enum(["low", "medium", "high"]),
    /** Bytes in the container's own layer before the cleanup; null if they can't be known beforehand. */
    expectedBytes: z.number().nullable(),
    /** Bytes of these that are gone after the cleanup. */
    measuredBytes: z.number(),
    /** Bytes of the same kind of files in the base's layers. Removing these files frees nothing. */
    baseBytes: z.number(),
    /** Bytes of these that the layer now hides; 0 unless the scope is `view`. */
    hiddenBytes: z.number(),
    /** Number of removed files. */
    files: z.number(),
    seconds: z.number(),
    /** Why the strategy was skipped or stopped: enough was free, or the time was up. */
    stoppedAt: z.enum(["target", "time"]).nullable(),
  }),
);
export type CleanupRow = z.infer<typeof CleanupRow>;

/** One cleanup of one container or engine. */
export const CleanupResult = z.readonly(
  z.strictObject({
    /** `critical` also removes other programs' caches in home folders. */
    level: z.enum(["normal", "critical"]),
    /** `layer`: files that the container wrote; `view`: also hides files of the base; `engine`: things that dead runs left. */
    scope: z.enum(["layer", "view", "engine"]),
    /** Bytes after which the cleanup could end; null for no limit. */
    targetBytes: z.number().nullable(),
    rows: z.readonly(z.array(CleanupRow)),
    /** Allocated bytes that were kept because the image needs them or a program uses them. */
    kept: z.readonly(z.strictObject({ needed: z.number(), inUse: z.number() })),
    /** Free bytes of the engine's file system before and after. Other writers on it are part of the difference. */
    freeBefore: z.number().nullable(),
    freeAfter: z.number().nullable(),
    seconds: z.number(),
  }),
);
export type CleanupResult = z.infer<typeof CleanupResult>;

/** Bytes that a cleanup freed on the engine's disk. */
export function freedBytes(result: CleanupResult): number {
  return result.rows.reduce((sum, row) => sum + row.measuredBytes, 0);
}
