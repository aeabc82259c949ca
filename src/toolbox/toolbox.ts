import { basename } from "node:path";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { archiveOf } from "./archive.ts";
import { DOWNLOADS, MARKER, SCRATCH, TOOLS } from "./container-paths.ts";
import { discard } from "./discard.ts";
import { type Run, runLabels } from "./run.ts";
import { fetchUv, keptUv, type UvProgram } from "./uv.ts";

/** Opens containers with this project's tools (read-only) and a scratch volume (never part of a layer). */
export interface Toolbox {
  /** Starts a container of the image for `body` and removes it afterwards with its scratch, whatever happens. */
  open<T>(image: string, purpose: string, body: (container: Container) => Promise<T>): Promise<T>;
}

/** For a plan without a base image: no container can be opened. */
const NO_TOOLBOX: Toolbox = {
  open: (image, purpose) =>
    Promise.reject(new Error(`there is no base to open ${image} with, for ${purpose}: it was not pulled`)),
};

/**
 * Runs `body` with a toolbox, then removes its volumes. They are made and filled for the first container, so that a run
 * that finds everything finished spends no time on them.
 * @param base any image with Python and pip, and the path of that Python; undefined for a toolbox that opens nothing.
 */
export async function withToolbox<T>(
  run: Run,
  base: { readonly image: string; readonly python: string } | undefined,
  ports: Ports,
  body: (toolbox: Toolbox) => Promise<T>,
): Promise<T> {
  if (base === undefined) return body(NO_TOOLBOX);
  const volume = `surelayer-${run.id}-tools`;
  const downloads = `surelayer-${run.id}-downloads`;
  let volumes: Promise<void> | undefined;
  let filled: Promise<void> | undefined;
  const makeVolumes = async () => {
    for (const one of [volume, downloads]) await ports.engine.createVolume(one, runLabels(run));
  };
  const fill = () => {
    const filling = { run, image: base.image, purpose: "tools", volume, downloads, readOnly: false };
    return makeContainer(filling, ports, (container) => fillTools(container, base.python, ports));
  };
  try {
    return await body({
      open: async (image, purpose, inner) => {
        volumes ??= makeVolumes();
        await volumes;
        filled ??= fill();
        const opening = { run, image, purpose, volume, downloads, readOnly: true };
        return openContainer(opening, filled, ports, inner);
      },
    });
  } finally {
    await filled?.catch(() => undefined);
    if (volumes !== undefined) {
      for (const one of [volume, downloads]) await discard(() => ports.engine.removeVolume(one), ports);
    }
  }
}

interface Opening {
  readonly run: Run;
  readonly image: string;
  readonly purpose: string;
  readonly volume: string;
  /** Volume with the downloads of this run's tries. */
  readonly downloads: string;
  readonly readOnly: boolean;
}

/** Creates the container while the tools' volume is filled, and starts it afterwards. */
async function openContainer<T>(
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
async function makeContainer<T>(
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
const SCRATCH_ENTRIES = [...SCRATCH_FOLDERS, { name: basename(MARKER), content: "" }];

async function fillTools(container: Container, python: string, ports: Ports): Promise<void> {
  const folder = `${ports.assets}/images/probes`;
  const names = (await ports.files.list(folder)).filter((name) => name.endsWith(".py")).sort();
  const probes = names.map(async (name) => ({
    name,
    content: await ports.files.readText(`${folder}/${name}`),
  }));
  const { caBundle } = ports.network;
  const first = [
    ...(await Promise.all(probes)),
    ...(caBundle ? [{ name: "ca.pem", content: caBundle }] : []),
  ];
  const kept = await keptUv(ports);
  const uvEntry = (content: UvProgram) => ({ name: "uv", content, mode: 0o755 });
  if (kept !== undefined) return container.putArchive(TOOLS, archiveOf([...first, uvEntry(kept)]));
  await container.putArchive(SCRATCH, archiveOf(SCRATCH_ENTRIES));
  // The CA bundle goes in first, because pip needs it for fetching uv.
  await container.putArchive(TOOLS, archiveOf(first));
  await container.start();
  const uv = await fetchUv(container, python, ports);
  await container.putArchive(TOOLS, archiveOf([uvEntry(uv)]));
}
