import * as z from "zod";

/** Something that the watch saw or did. */
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
    /** With the numbers, as it was said. */
    text: z.string(),
  }),
);
export type DiskEvent = z.infer<typeof DiskEvent>;

/** Use of the engine's file system over the time of one build. Seconds count from the watch's beginning; sizes are bytes. */
export const DiskReadings = z.readonly(
  z.strictObject({
    /** 0: the disk was looked at before phases and commits only. */
    intervalSeconds: z.number(),
    /** Looks at the disk; the series may hold fewer. */
    taken: z.number(),
    failed: z.number(),
    totalBytes: z.number().nullable(),
    firstFreeBytes: z.number().nullable(),
    lastFreeBytes: z.number().nullable(),
    lowest: z.readonly(z.strictObject({ seconds: z.number(), freeBytes: z.number() })).nullable(),
    /** Share in use at the lowest, from 0 to 1. */
    highestUsed: z.number().nullable(),
    /** [seconds, free bytes]; of neighbours that were thinned out, the one with less free is here. */
    series: z.readonly(z.array(z.readonly(z.tuple([z.number(), z.number()])))),
    events: z.readonly(z.array(DiskEvent)),
  }),
);
export type DiskReadings = z.infer<typeof DiskReadings>;
