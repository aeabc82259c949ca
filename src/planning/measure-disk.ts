import { engineDiskUse, engineFreeBytes, localFreeBytes } from "../image/machine/engine-disk.ts";
import type { Ports } from "../ports/ports.ts";
import type { DiskUse } from "../sizes/timeline.ts";
import type { Run } from "../toolbox/run.ts";
import { type InspectedBase, orWithoutEngine } from "./inspect-base.ts";

/** Free bytes behind the engine's data root; undefined where they can't be measured without the base image. */
export async function freeBytesFor(
  run: Run,
  { image, facts }: InspectedBase,
  ports: Ports,
): Promise<number | undefined> {
  if (image) return engineFreeBytes(run, { image: image.id, python: facts.python.executable }, ports);
  return orWithoutEngine(() => localFreeBytes(ports));
}

/** How the engine keeps layers; as most do where none answers. */
export async function diskUseFor({ image }: InspectedBase, ports: Ports): Promise<DiskUse> {
  if (image) return engineDiskUse(ports.engine);
  return (await orWithoutEngine(() => engineDiskUse(ports.engine))) ?? { keepsCompressed: false };
}
