import type { Engine } from "../ports/engine.ts";
import { OWNER_LABEL, RUN_LABEL } from "./run.ts";

interface Swept {
  readonly containers: number;
  readonly volumes: number;
}

/**
 * Removes containers and volumes of runs, and nothing without this project's label. In finished images the label is empty, so
 * a user's container of such an image doesn't count.
 * @param isOurs decides by a run's labels.
 */
export async function sweep(engine: Engine, isOurs: (run: string, owner: string) => boolean): Promise<Swept> {
  const matches = (labels: Readonly<Record<string, string>>) =>
    isOurs(labels[RUN_LABEL] ?? "", labels[OWNER_LABEL] ?? "");
  const containers = (await engine.listContainers({ [RUN_LABEL]: "" })).filter((one) => matches(one.labels));
  for (const container of containers) await engine.removeContainer(container.id);
  // Containers go first, because a volume in use can't be removed.
  const volumes = (await engine.listVolumes({ [RUN_LABEL]: "" })).filter((one) => matches(one.labels));
  for (const volume of volumes) await engine.removeVolume(volume.name);
  return { containers: containers.length, volumes: volumes.length };
}
