import * as z from "zod";
import { expected } from "../../text/units/expectation.ts";
import { Duration, Percentage, Size } from "../../text/units/measures.ts";
import type { Immutable } from "./immutable.ts";

const GB = 1e9;
const MB = 1e6;

/** `disk` as it is written. */
export const DiskKeys = z.strictObject(
  {
    /** Bytes that the plan leaves free on the engine's file system. */
    reserve: Size.prefault("1GB"),
    /** Bytes that must be free before a phase begins. */
    before: Size.optional(),
    /** Free bytes at which a running phase is in danger. */
    critical: Size.optional(),
    /** Bytes that a cleanup must leave free for the phase to go on. */
    after_cleanup: Size.optional(),
    /** Milliseconds between two samples of the disk; 0 switches the watch off. */
    interval: Duration.prefault("1s"),
    /** Share of the file system whose use is worth a warning. */
    max_used: Percentage.prefault("80%"),
  },
  expected("a map", "`disk: { reserve: 1GB }`"),
);

/**
 * How the disk of the engine is used. Keys that are left out get the defaults 1 GB, 500 MB and 500 MB, or less if `reserve`
 * is smaller. A plan may use the disk down to the reserve. With larger defaults the disk watch would stop a phase that the
 * plan allowed.
 */
export const Disk = DiskKeys.transform((disk) => {
  const before = disk.before ?? Math.min(GB, disk.reserve);
  const critical = disk.critical ?? Math.min(500 * MB, disk.reserve / 2, before);
  const after_cleanup = disk.after_cleanup ?? Math.max(critical, Math.min(500 * MB, disk.reserve / 2));
  return { ...disk, before, critical, after_cleanup };
});
export type Disk = Immutable<z.infer<typeof Disk>>;

const SHORTEST_MS = 100;
const LONGEST_MS = 60_000;

interface DiskFault {
  readonly key: keyof typeof DiskKeys.shape;
  /** Goes on from the key. */
  readonly fault: string;
}

/** Contradictions between the values of `disk`, and values that can't work. A value that can't be read is the schema's to report. */
export function diskFaults(data: unknown): readonly DiskFault[] {
  const parsed = DiskKeys.safeParse(data);
  if (!parsed.success) return [];
  const { reserve, before, critical, after_cleanup, interval } = parsed.data;
  const faults: DiskFault[] = [];
  if (critical !== undefined && critical > reserve) {
    const fault =
      "is more than `reserve`, down to which the plan may use the disk; write at most the reserve, or a larger `reserve`";
    faults.push({ key: "critical", fault });
  } else if (critical !== undefined && before !== undefined && critical > before) {
    const fault = "is more than `before`: a phase would begin in danger; write at most what `before` says";
    faults.push({ key: "critical", fault });
  }
  if (after_cleanup !== undefined && after_cleanup < (critical ?? 0)) {
    const fault = "is less than `critical`, which would stop the phase all the same; write at least as much";
    faults.push({ key: "after_cleanup", fault });
  }
  if (interval > 0 && (interval < SHORTEST_MS || interval > LONGEST_MS)) {
    const fault = "must be from 100ms to 1m, or `0s` for no watch; write `1s`";
    faults.push({ key: "interval", fault });
  }
  return faults;
}
