import { DiskKeys } from "./settings/disk.ts";

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
