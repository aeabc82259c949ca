import type { Engine } from "../../ports/engine.ts";
import type { DiskSpace } from "../../ports/machine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { DiskUse } from "../../sizes/timeline.ts";
import { discard } from "../../toolbox/discard.ts";
import { type Run, runLabels } from "../../toolbox/run.ts";
import { streamedSpace } from "./streamed-space.ts";

/** Measures the file system of the engine's data root. */
export interface DiskGauge {
  /** @throws when the disk can't be measured just now. */
  read(): Promise<DiskSpace>;
  close(): Promise<void>;
}

/** Any image with Python, and the path of that Python. */
interface GaugeBase {
  readonly image: string;
  readonly python: string;
}

/**
 * Opens a gauge. Measures the data root itself if layers lie there, the engine is on this machine and we may read it.
 * Otherwise measures the root file system of a container, which lies on the same disk. That is never a build container,
 * because a commit pauses those.
 * @param purpose part of the container's name.
 */
export async function openDiskGauge(
  run: Run,
  base: GaugeBase,
  purpose: string,
  ports: Ports,
): Promise<DiskGauge> {
  const { local, dataRoot, imageStore } = await ports.engine.info();
  const readSpace = () => ports.files.diskSpace(dataRoot);
  // containerd has a data root of its own, which the engine doesn't name.
  const holdsLayers = local && imageStore === "graph-driver";
  if (holdsLayers && (await readSpace().catch(() => undefined)) !== undefined) {
    return { read: readSpace, close: async () => undefined };
  }
  const container = await ports.engine.createContainer({
    name: `surelayer-${run.id}-${purpose}`,
    image: base.image,
    command: ["sleep", "infinity"],
    labels: runLabels(run),
  });
  try {
    await container.start();
  } catch (error) {
    await discard(() => container.remove(), ports);
    throw error;
  }
  const space = streamedSpace(container, base.python, ports.signal);
  return {
    read: space.read,
    close: async () => {
      space.stop();
      await discard(() => container.remove(), ports);
    },
  };
}

/** Free bytes of the file system of the engine's data root. @throws EngineError when it can't be measured. */
export async function engineFreeBytes(run: Run, base: GaugeBase, ports: Ports): Promise<number> {
  const gauge = await openDiskGauge(run, base, "disk", ports);
  try {
    return (await gauge.read()).freeBytes;
  } finally {
    await gauge.close();
  }
}

/** The same without a container; undefined if the engine isn't on this machine or we may not read its data root. */
export async function localFreeBytes(ports: Ports): Promise<number | undefined> {
  const { local, dataRoot } = await ports.engine.info();
  const space = local ? await ports.files.diskSpace(dataRoot).catch(() => undefined) : undefined;
  return space?.freeBytes;
}

/** How the engine keeps layers. */
export async function engineDiskUse(engine: Engine): Promise<DiskUse> {
  return { keepsCompressed: (await engine.info()).imageStore === "containerd" };
}
