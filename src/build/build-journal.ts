import * as z from "zod";
import { FailedAttempt } from "./attempts/failed-attempt.ts";
import { Prefetch } from "./install/prefetch.ts";

/** What happened while an image was built, as far as it came; a build that fails has one, too. */
export const BuildRecord = z.readonly(
  z.strictObject({
    /** Tries that failed, in order of time, whatever became of their phases. */
    attempts: z.readonly(z.array(FailedAttempt)),
    prefetches: z.readonly(z.array(Prefetch)),
  }),
);
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Collects the record of the build that is going on. */
export interface BuildJournal {
  readonly attempts: FailedAttempt[];
  readonly prefetches: Prefetch[];
}

export function openJournal(): BuildJournal {
  return { attempts: [], prefetches: [] };
}
