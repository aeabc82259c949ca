import * as z from "zod";
import { FailedAttempt } from "../retry/failed-attempt.ts";
import { CleanupResult } from "./cleanup/cleanup-result.ts";
import { DiskReadings } from "./disk-watch/disk-readings.ts";

/** What was downloaded for a phase while the one before it was installed. */
const Prefetch = z.readonly(
  z.strictObject({ phase: z.string(), files: z.int(), bytes: z.number(), seconds: z.number() }),
);
export type Prefetch = z.infer<typeof Prefetch>;

/** Files of one kind that `image.strip` removed from a layer. */
export const StripRow = z.readonly(
  z.strictObject({
    kind: z.enum(["tests", "docs", "static-libraries"]),
    files: z.number(),
    /** Apparent size of the files and of their bytecode. */
    bytes: z.number(),
    /** Folders that were kept, because an import loads from them or a program might read their files. */
    kept: z.readonly(z.array(z.string())),
  }),
);
export type StripRow = z.infer<typeof StripRow>;

/** A cleanup, and the phase that was being built. */
const PhaseCleanup = z.readonly(z.strictObject({ phase: z.string(), result: CleanupResult }));
type PhaseCleanup = z.infer<typeof PhaseCleanup>;

const PhaseStrip = z.readonly(z.strictObject({ phase: z.string(), rows: z.readonly(z.array(StripRow)) }));
type PhaseStrip = z.infer<typeof PhaseStrip>;

/** Paths that `allow_changes` let through. */
const PhaseAllowed = z.readonly(
  z.strictObject({ phase: z.string(), paths: z.readonly(z.array(z.string())) }),
);
type PhaseAllowed = z.infer<typeof PhaseAllowed>;

/** The events of a build, also of a build that failed. Each list is in order of time. */
export const BuildRecord = z.readonly(
  z.strictObject({
    /** Failed tries, also those of phases that succeeded later. */
    attempts: z.readonly(z.array(FailedAttempt)),
    prefetches: z.readonly(z.array(Prefetch)),
    cleanups: z.readonly(z.array(PhaseCleanup)),
    strips: z.readonly(z.array(PhaseStrip)),
    allowed: z.readonly(z.array(PhaseAllowed)),
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
  readonly allowed: PhaseAllowed[];
  disk: DiskReadings | null;
}

export function openJournal(): BuildJournal {
  return { attempts: [], prefetches: [], cleanups: [], strips: [], allowed: [], disk: null };
}
