import { failureClassById } from "../failures/failure-table.ts";
import type { LockedFile } from "../python/lock.ts";
import { BuildError } from "../text/errors.ts";
import type { WheelFault } from "./wheel-fault.ts";

/** Why a distribution's wheel can't be installed. */
export interface FaultyWheel {
  /** Of docs/TROUBLESHOOTING.md. */
  readonly classId: string;
  /** Whole sentence. */
  readonly message: string;
  /** Identifies the file. */
  readonly evidence: string;
}

/** @param what the wheel, or the source and what it is built to. */
export function faultyWheel(what: string, { sha256 }: LockedFile, fault: WheelFault): FaultyWheel {
  const { id: classId } = fault.failureClass;
  return { classId, message: `${what} can't be installed: ${fault.message}.`, evidence: `sha256 ${sha256}` };
}

/** One error about all of these, with the first one's class. */
export function faultyWheelsError(faults: readonly FaultyWheel[], cause?: Error): BuildError {
  const lines = (texts: readonly string[]) => [...new Set(texts)].join("\n");
  const classes = faults.map((one) => failureClassById(one.classId));
  return new BuildError(lines(faults.map((one) => one.message)), {
    evidence: lines(faults.map((one) => one.evidence)),
    remedy: lines(classes.map(({ remedy, anchor }) => `${remedy} More: docs/TROUBLESHOOTING.md#${anchor}.`)),
    ...(classes[0] && { failureClass: classes[0] }),
    cause,
  });
}
