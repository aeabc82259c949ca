import * as z from "zod";

/** Something that the disk watch saw or did. */
export const DiskEvent = z.readonly(
  z.strictObject({
    seconds: z.number(),
    kind: z.enum([
      "refused",
      "critical",
      "cleaned",
      "other-writer",
      "over-prediction",
      "stopped",
      "much-used",
    ]),
    /** The words that the user read, with the numbers. */
    text: z.string(),
  }),
);
export type DiskEvent = z.infer<typeof DiskEvent>;

/** Use of the engine's file system during one build. Seconds count from the start of the watch; sizes are bytes. */
export const DiskReadings = z.readonly(
  z.strictObject({
    /** 0: the disk was measured only before phases and commits. */
    intervalSeconds: z.number(),
    /** Number of measurements. The series may have fewer points. */
    taken: z.number(),
    failed: z.number(),
    totalBytes: z.number().nullable(),
    firstFreeBytes: z.number().nullable(),
    lastFreeBytes: z.number().nullable(),
    lowest: z.readonly(z.strictObject({ seconds: z.number(), freeBytes: z.number() })).nullable(),
    /** Share of the disk in use when the least was free, from 0 to 1. */
    highestUsed: z.number().nullable(),
    /** [seconds, free bytes]. Where neighbours were joined, the point with fewer free bytes stayed. */
    series: z.readonly(z.array(z.readonly(z.tuple([z.number(), z.number()])))),
    events: z.readonly(z.array(DiskEvent)),
  }),
);
export type DiskReadings = z.infer<typeof DiskReadings>;
