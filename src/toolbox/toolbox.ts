import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { archiveOf } from "./archive.ts";
import { SCRATCH, TOOLS } from "./container-paths.ts";
import { discard } from "./discard.ts";
import { makeContainer, openContainer, SCRATCH_ENTRIES } from "./open-container.ts";
import { copyPython } from "./own-python.ts";
import { createRelayKeeper } from "./relay/relay-keeper.ts";
import { type Run, runLabels } from "./run.ts";
import { fetchUv, keptUv, type UvProgram } from "./uv.ts";

/** Opens containers with this project's tools (read-only) and a scratch volume (never part of a layer). */
export interface Toolbox {
  /** Starts a container of the image for `body` and removes it afterwards with its scratch, whatever happens. */
  open<T>(image: string, purpose: string, body: (container: Container) => Promise<T>): Promise<T>;
  /** How a Python of our own is called in these containers, which no package can change. Made when first asked for. */
  ownPython(): Promise<readonly string[]>;
}

/** For a plan without a base image: no container can be opened. */
const NO_TOOLBOX: Toolbox = {
  open: (image, purpose) =>
    Promise.reject(new Error(`there is no base to open ${image} with, for ${purpose}: it was not pulled`)),
  ownPython: () => Promise.reject(new Error("there is no base to copy a Python from: it was not pulled")),
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
  const ready = async () => {
    volumes ??= makeVolumes();
    await volumes;
    filled ??= fill();
    return filled;
  };
  let python: Promise<readonly string[]> | undefined;
  const copy = async () => {
    await ready();
    const copying = { run, image: base.image, purpose: "python", volume, downloads, readOnly: false };
    return makeContainer(copying, ports, async (container) => {
      await container.start();
      return copyPython(container, base.python, ports);
    });
  };
  const relay = createRelayKeeper({ run, image: base.image, volume, downloads }, base.python, ports);
  try {
    return await body({
      open: async (image, purpose, inner) => {
        volumes ??= makeVolumes();
        await volumes;
        filled ??= fill();
        const network = await relay.network(filled);
        const opening = { run, image, purpose, volume, downloads, readOnly: true, network };
        return openContainer(opening, filled, ports, inner);
      },
      ownPython: () => {
        python ??= copy();
        return python;
      },
    });
  } finally {
    await relay.close();
    await filled?.catch(() => undefined);
    await python?.catch(() => undefined);
    if (volumes !== undefined) {
      for (const one of [volume, downloads]) await discard(() => ports.engine.removeVolume(one), ports);
    }
  }
}

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
