import * as z from "zod";
import { FailedAttempt } from "../retry/failed-attempt.ts";
import { CleanupResult } from "./cleanup/cleanup-result.ts";
import { StripRow } from "./cleanup/strip-result.ts";
import { DiskReadings } from "./disk-watch/disk-readings.ts";
import { Prefetch } from "./install/prefetched.ts";

/** A cleanup, and the phase in whose time it was done. */
const PhaseCleanup = z.readonly(z.strictObject({ phase: z.string(), result: CleanupResult }));
export type PhaseCleanup = z.infer<typeof PhaseCleanup>;

const PhaseStrip = z.readonly(z.strictObject({ phase: z.string(), rows: z.readonly(z.array(StripRow)) }));
export type PhaseStrip = z.infer<typeof PhaseStrip>;

/** What happened while an image was built, as far as it came; a build that fails has one, too. Lists are in order of time. */
export const BuildRecord = z.readonly(
  z.strictObject({
    /** Tries that failed, whatever became of their phases. */
    attempts: z.readonly(z.array(FailedAttempt)),
    prefetches: z.readonly(z.array(Prefetch)),
    cleanups: z.readonly(z.array(PhaseCleanup)),
    strips: z.readonly(z.array(PhaseStrip)),
    /** Null where no phase was built. */
    disk: DiskReadings.nullable(),
  }),
);
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Collects the record of the build that is going on. */
export interface BuildJournal {
  readonly attempts: FailedAttempt[];
  readonly prefetches: Prefetch[];
  readonly cleanups: PhaseCleanup[];
  readonly strips: PhaseStrip[];
  disk: DiskReadings | null;
}

export function openJournal(): BuildJournal {
  return { attempts: [], prefetches: [], cleanups: [], strips: [], disk: null };
}
