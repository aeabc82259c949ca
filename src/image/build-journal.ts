import * as z from "zod";
import { FailedAttempt } from "../retry/failed-attempt.ts";
import { CleanupResult } from "./cleanup/cleanup-result.ts";
import { StripRow } from "./cleanup/strip-result.ts";
import { DiskReadings } from "./disk-watch/disk-readings.ts";
import { Prefetch } from "./install/prefetched.ts";

/** A cleanup, and the phase that was being built. */
const PhaseCleanup = z.readonly(z.strictObject({ phase: z.string(), result: CleanupResult }));
type PhaseCleanup = z.infer<typeof PhaseCleanup>;

const PhaseStrip = z.readonly(z.strictObject({ phase: z.string(), rows: z.readonly(z.array(StripRow)) }));
type PhaseStrip = z.infer<typeof PhaseStrip>;

/** The events of a build, also of a build that failed. Each list is in order of time. */
export const BuildRecord = z.readonly(
  z.strictObject({
    /** Failed tries, also those of phases that succeeded later. */
    attempts: z.readonly(z.array(FailedAttempt)),
    prefetches: z.readonly(z.array(Prefetch)),
    cleanups: z.readonly(z.array(PhaseCleanup)),
    strips: z.readonly(z.array(PhaseStrip)),
    /** Null if no phase was built. */
    disk: DiskReadings.nullable(),
  }),
);
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Collects the record while the build runs. */
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
