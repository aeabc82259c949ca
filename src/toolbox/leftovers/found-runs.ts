import type { ContainerSummary, Engine, VolumeSummary } from "../../ports/engine.ts";
import type { OwnerVerdict } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";
import { LEASE_LABEL, OWNER_LABEL, RUN_LABEL } from "../run.ts";

/** A run as its containers and volumes on the engine show it. */
export interface FoundRun {
  readonly id: string;
  readonly owner: string;
  /** What it promised; NaN where it promised nothing. */
  readonly leaseSeconds: number;
  /** When the newest of its containers and volumes was made, by the engine's clock; NaN where the engine doesn't tell. */
  readonly lastSign: number;
  readonly containers: readonly ContainerSummary[];
  readonly volumes: readonly VolumeSummary[];
}

/**
 * All runs that have containers or volumes on the engine. In finished images the labels are empty, so a user's container of
 * such an image doesn't count.
 */
export async function findRuns(engine: Engine): Promise<readonly FoundRun[]> {
  const containers = await engine.listContainers({ [RUN_LABEL]: "" });
  const volumes = await engine.listVolumes({ [RUN_LABEL]: "" });
  const all = [...containers, ...volumes];
  const keys = new Set(all.map(keyOf));
  return [...keys].map((key) => {
    const isIts = (one: ContainerSummary | VolumeSummary) => keyOf(one) === key;
    const its = all.filter(isIts);
    const labels = its[0]?.labels ?? {};
    return {
      id: labels[RUN_LABEL] ?? "",
      owner: labels[OWNER_LABEL] ?? "",
      leaseSeconds: Number(labels[LEASE_LABEL] || Number.NaN),
      lastSign: Math.max(...its.map((one) => one.created)),
      containers: containers.filter(isIts),
      volumes: volumes.filter(isIts),
    };
  });
}

/** With the owner: an id alone may be copied, and would make a living run look like a dead one. */
function keyOf({ labels }: ContainerSummary | VolumeSummary): string {
  return JSON.stringify([labels[RUN_LABEL], labels[OWNER_LABEL]]);
}

/**
 * Whether a run is over.
 * - Its process can be seen from here: the process decides, however long ago it made its last container.
 * - It can't be seen (another machine, boot or PID namespace): over once it broke its own promise to make something new.
 * - It promised nothing, or the engine tells no time: nobody can judge it, so it lives.
 */
export function isOver(
  { leaseSeconds, lastSign }: Pick<FoundRun, "leaseSeconds" | "lastSign">,
  verdict: OwnerVerdict,
  now: number,
): boolean {
  return verdict === "unknown" ? now - lastSign > leaseSeconds * 1000 : verdict === "dead";
}

/** Runs of which something is left on the engine although they are over. */
export async function findDeadRuns({
  engine,
  judgeOwner,
}: Pick<Ports, "engine" | "judgeOwner">): Promise<readonly FoundRun[]> {
  const judged = (await findRuns(engine)).map((run) => ({ run, verdict: judgeOwner(run.owner) }));
  const timed = judged.some(({ verdict }) => verdict === "unknown");
  const now = timed ? (await engine.info()).now : Number.NaN;
  return judged.filter(({ run, verdict }) => isOver(run, verdict, now)).map(({ run }) => run);
}
