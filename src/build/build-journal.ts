import * as z from "zod";
import { FailedAttempt } from "./attempts/failed-attempt.ts";

/** What happened while an image was built, as far as it came; a build that fails has one, too. */
export const BuildRecord = z.readonly(
  z.strictObject({
    /** Tries that failed, in order of time, whatever became of their phases. */
    attempts: z.readonly(z.array(FailedAttempt)),
  }),
);
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Collects the record of the build that is going on. */
export interface BuildJournal {
  readonly attempts: FailedAttempt[];
}

export function openJournal(): BuildJournal {
  return { attempts: [] };
}
