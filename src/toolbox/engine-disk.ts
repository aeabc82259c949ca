import type { Engine } from "../docker/engine.ts";
import { EngineError } from "../errors.ts";
import type { DiskUse } from "../plan/peak.ts";
import type { Ports } from "../ports.ts";
import { discard } from "./discard.ts";
import { execText } from "./exec-text.ts";
import { type Run, runLabels } from "./run.ts";

const ASK = "import os; disk = os.statvfs('/'); print(disk.f_bavail * disk.f_frsize)";

/**
 * Free bytes of the file system behind the engine's data root: looked at directly where the engine is on this machine,
 * through a container's root file system, which lies on it, where it isn't or where we may not look.
 */
export async function engineFreeBytes(
  run: Run,
  base: { readonly image: string; readonly python: string },
  ports: Ports,
): Promise<number> {
  const info = await ports.engine.info();
  if (info.local) {
    const free = await ports.files.freeBytes(info.dataRoot).catch(() => undefined);
    if (free !== undefined) return free;
  }
  const container = await ports.engine.createContainer({
    name: `surelayer-${run.id}-disk`,
    image: base.image,
    command: ["sleep", "infinity"],
    labels: runLabels(run),
  });
  try {
    await container.start();
    const answer = await execText(container, { command: [base.python, "-c", ASK], signal: ports.signal });
    const free = Number.parseInt(answer.stdout, 10);
    if (Number.isSafeInteger(free)) return free;
    throw new EngineError("The engine's free disk space can't be measured.", {
      evidence: answer.stderr.trim(),
    });
  } finally {
    await discard(() => container.remove(), ports);
  }
}

/** What the containerd image store calls its way of keeping layers; the engine's own store names others (overlay2, btrfs …). */
const SNAPSHOTTERS = new Set(["overlayfs", "native", "stargz", "nydus"]);

/** How the engine keeps layers. */
export async function engineDiskUse(engine: Engine): Promise<DiskUse> {
  return { keepsCompressed: SNAPSHOTTERS.has((await engine.info()).storageDriver) };
}
