import { basename } from "node:path";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { archiveOf } from "./archive.ts";
import { DOWNLOADS, MARKER, SCRATCH, TOOLS } from "./container-paths.ts";
import { discard } from "./discard.ts";
import { type Run, runLabels } from "./run.ts";

export interface Opening {
  readonly run: Run;
  readonly image: string;
  readonly purpose: string;
  readonly volume: string;
  /** Volume with the downloads of this run's tries. */
  readonly downloads: string;
  readonly readOnly: boolean;
  /** Id of a container whose network it shares; undefined for a network of its own. */
  readonly network?: string | undefined;
}

/** Creates the container while the tools' volume is filled, and starts it afterwards. */
export async function openContainer<T>(
  opening: Opening,
  filled: Promise<void>,
  ports: Ports,
  body: (container: Container) => Promise<T>,
): Promise<T> {
  filled.catch(() => undefined); // reported below, once the container exists
  return makeContainer(opening, ports, async (container) => {
    await container.putArchive(SCRATCH, archiveOf(SCRATCH_ENTRIES));
    await filled;
    await container.start();
    return body(container);
  });
}

/** Creates a container without starting it: it takes files already. */
export async function makeContainer<T>(
  opening: Opening,
  ports: Ports,
  body: (container: Container) => Promise<T>,
): Promise<T> {
  const name = `surelayer-${opening.run.id}-${opening.purpose}`;
  const scratch = `${name}-scratch`;
  const labels = runLabels(opening.run);
  ports.signal.throwIfAborted();
  // After a restart, an engine may still hold objects that were to be removed.
  await ports.engine.removeContainer(name);
  await ports.engine.removeVolume(scratch);
  await ports.engine.createVolume(scratch, labels);
  let container: Container | undefined;
  try {
    container = await ports.engine.createContainer({
      name,
      image: opening.image,
      command: ["sleep", "infinity"],
      labels,
      mounts: [
        { volume: opening.volume, target: TOOLS, readOnly: opening.readOnly },
        { volume: scratch, target: SCRATCH, readOnly: false },
        { volume: opening.downloads, target: DOWNLOADS, readOnly: false },
      ],
      workdir: "/",
      ...(opening.network !== undefined && { network: opening.network }),
    });
    return await body(container);
  } finally {
    const opened = container;
    if (opened) await discard(() => opened.remove(), ports);
    await discard(() => ports.engine.removeVolume(scratch), ports);
  }
}

/** The folders that CHECK_ENV and the installer's settings name. */
const SCRATCH_FOLDERS = ["home", "tmp", "cache", "work"].map((name) => ({ name, mode: 0o777 }));
export const SCRATCH_ENTRIES = [...SCRATCH_FOLDERS, { name: basename(MARKER), content: "" }];
