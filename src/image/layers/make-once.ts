import type { Container, ContainerSummary, Image } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { discard } from "../../toolbox/discard.ts";
import { OWNER_LABEL, RUN_LABEL, type Run, runLabels } from "../../toolbox/run.ts";
import { findLayer } from "./layer-cache.ts";

interface Making {
  readonly run: Run;
  readonly key: string;
  /** The image that the layer goes onto. */
  readonly parent: string;
  readonly phase: string;
}

/** How often a waiting run looks whether the layer is there. */
const POLL_MS = 1000;

/**
 * Makes a layer, unless another run on this engine is making the same one: then waits for that one. An engine gives a name to
 * one container only, whoever asks and from where. So the run that has the container of that name makes the layer.
 * @param make must not be begun twice for one layer.
 * @returns what `make` made, or the layer that another run made.
 */
export async function makeOnce<T>(
  making: Making,
  ports: Ports,
  make: () => Promise<T>,
): Promise<{ readonly made: T } | { readonly found: Image }> {
  for (;;) {
    const claim = await claimLayer(making, ports);
    if (claim === undefined) {
      const found = await ports.log.task(`wait for the run that builds ${making.phase}`, () =>
        waitForOther(making, ports),
      );
      if (found) return { found };
      continue;
    }
    try {
      // Another run may have finished it since we looked.
      const found = await findLayer(ports.engine, making.key);
      return found ? { found } : { made: await make() };
    } finally {
      await discard(() => claim.remove(), ports);
    }
  }
}

/** A container that is never started; undefined where another run has the name. */
async function claimLayer(making: Making, ports: Ports): Promise<Container | undefined> {
  const name = claimName(making);
  const labels = runLabels(making.run);
  const spec = { name, image: making.parent, command: ["true"], labels };
  try {
    return await ports.engine.createContainer(spec);
  } catch (error) {
    const holder = await holderOf(name, ports);
    if (holder === undefined) throw error;
    // The answer to an earlier question of ours may have been lost.
    if (holder.labels[RUN_LABEL] !== making.run.id) return undefined;
    await ports.engine.removeContainer(holder.id);
    return await ports.engine.createContainer(spec);
  }
}

/** The layer that the other run made; undefined where that run gave up or died. */
async function waitForOther(making: Making, ports: Ports): Promise<Image | undefined> {
  for (;;) {
    const found = await findLayer(ports.engine, making.key);
    if (found) return found;
    const holder = await holderOf(claimName(making), ports);
    if (holder === undefined) return undefined;
    if (ports.isDeadOwner(holder.labels[OWNER_LABEL] ?? "")) {
      await ports.engine.removeContainer(holder.id);
      return undefined;
    }
    await ports.clock.sleep(POLL_MS, ports.signal);
  }
}

async function holderOf(name: string, { engine }: Ports): Promise<ContainerSummary | undefined> {
  return (await engine.listContainers({ [RUN_LABEL]: "" })).find((one) => one.name === name);
}

function claimName({ key }: Making): string {
  return `surelayer-making-${key.slice(0, 40)}`;
}
