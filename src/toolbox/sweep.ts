import type { Engine } from "../ports/engine.ts";
import { OWNER_LABEL, RUN_LABEL } from "./run.ts";

export interface Swept {
  readonly containers: number;
  readonly volumes: number;
}

/**
 * Removes the containers and volumes of runs, never anything without this project's label. Images that Surelayer made carry
 * the label with an empty value, so that what users start from them isn't taken for ours.
 * @param isOurs says of a run's labels whether they are to go.
 */
export async function sweep(engine: Engine, isOurs: (run: string, owner: string) => boolean): Promise<Swept> {
  const matches = (labels: Readonly<Record<string, string>>) =>
    isOurs(labels[RUN_LABEL] ?? "", labels[OWNER_LABEL] ?? "");
  const containers = (await engine.listContainers({ [RUN_LABEL]: "" })).filter((one) => matches(one.labels));
  for (const container of containers) await engine.removeContainer(container.id);
  // Volumes after the containers that hold them.
  const volumes = (await engine.listVolumes({ [RUN_LABEL]: "" })).filter((one) => matches(one.labels));
  for (const volume of volumes) await engine.removeVolume(volume.name);
  return { containers: containers.length, volumes: volumes.length };
}
