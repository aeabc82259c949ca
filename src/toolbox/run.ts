import type { Labels } from "../ports/engine.ts";

/** Label that every container and volume of a run carries; its value is the run's id. */
export const RUN_LABEL = "dev.surelayer.run";
/** The run's process, so that a later run can find out whether it has ended. Begins with `host/pid`. */
export const OWNER_LABEL = "dev.surelayer.owner";
/** Seconds. A run that lives makes something new on the engine at least that often; see `withLease`. */
export const LEASE_LABEL = "dev.surelayer.lease";

export const LEASE_SECONDS = 15 * 60;

/** One execution of a verb, which owns containers and volumes. */
export interface Run {
  /** Lower-case letters and digits, unique on this engine. */
  readonly id: string;
  readonly owner: string;
}

export function runLabels(run: Run): Labels {
  return { [RUN_LABEL]: run.id, [OWNER_LABEL]: run.owner, [LEASE_LABEL]: String(LEASE_SECONDS) };
}
