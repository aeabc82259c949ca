import type { Labels } from "../ports/engine.ts";

/** Label that every container and volume of a run carries; its value is the run's id. */
export const RUN_LABEL = "dev.surelayer.run";
/** `host/pid` of the run's process, so that a later run can find out whether the process has ended. */
export const OWNER_LABEL = "dev.surelayer.owner";

/** One execution of a verb, which owns containers and volumes. */
export interface Run {
  /** Lower-case letters and digits, unique on this engine. */
  readonly id: string;
  readonly owner: string;
}

export function runLabels(run: Run): Labels {
  return { [RUN_LABEL]: run.id, [OWNER_LABEL]: run.owner };
}
