import { type Container, type ContainerSummary, type Image, NameTakenError } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { discard } from "../../toolbox/discard.ts";
import { findDeadRuns } from "../../toolbox/leftovers/found-runs.ts";
import { OWNER_LABEL, RUN_LABEL, type Run, runLabels } from "../../toolbox/run.ts";
import { findLayer, takeLayerAlone } from "./layer-cache.ts";

interface Making {
  readonly run: Run;
  readonly key: string;
  /** The image that the layer goes onto. */
  readonly parent: string;
  readonly phase: string;
}

/** How often a waiting run looks whether the layer is there. */
const POLL_MS = 1000;
/** A run that lives may still never finish the layer. Making a layer twice does no harm. */
const LONGEST_WAIT_MS = 30 * 60_000;
/** So often a name is asked for that is neither free nor listed: its container is being removed. */
const CLAIMS = 10;

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
      const seen = await waitForOther(making, ports);
      if (typeof seen === "object") return { found: seen };
      if (seen === "too long") return { made: await make() };
      continue;
    }
    try {
      // Another run may have finished it since we looked.
      const found = await takeLayerAlone(ports, making.key);
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
  for (let tries = 1; ; tries++) {
    try {
      return await ports.engine.createContainer(spec);
    } catch (error) {
      const holder = await holderOf(name, ports);
      if (holder !== undefined && holder.labels[RUN_LABEL] !== making.run.id) return undefined;
      if (tries >= CLAIMS || !(holder || error instanceof NameTakenError)) throw error;
      await freeName(holder, ports);
    }
  }
}

/** @param own our own claim, where the answer to an earlier question was lost. Without one, a removal is waited for. */
async function freeName(own: ContainerSummary | undefined, { engine, clock, signal }: Ports): Promise<void> {
  await (own ? engine.removeContainer(own.id) : clock.sleep(POLL_MS, signal));
}

/** The layer that the other run made; else why it isn't waited for any longer. */
async function waitForOther(making: Making, ports: Ports): Promise<Image | "gone" | "too long"> {
  const ends = ports.clock.monotonic() + LONGEST_WAIT_MS;
  return await ports.log.task(`wait for another run that builds ${making.phase}`, async (report) => {
    while (ports.clock.monotonic() < ends) {
      const found = await findLayer(ports, making.key);
      if (found) return found;
      const holder = await holderOf(claimName(making), ports);
      if (holder === undefined) return "gone";
      const [host, pid] = (holder.labels[OWNER_LABEL] ?? "").split("/");
      report(`process ${pid} on ${host}; if that run is gone: docker rm ${holder.name}`);
      if (await isOfDeadRun(holder, ports))
        await discard(() => ports.engine.removeContainer(holder.id), ports);
      await ports.clock.sleep(POLL_MS, ports.signal);
    }
    return "too long";
  });
}

async function isOfDeadRun({ labels }: ContainerSummary, ports: Ports): Promise<boolean> {
  if (ports.judgeOwner(labels[OWNER_LABEL] ?? "") === "alive") return false;
  const dead = await findDeadRuns(ports);
  return dead.some((run) => run.id === labels[RUN_LABEL] && run.owner === (labels[OWNER_LABEL] ?? ""));
}

async function holderOf(name: string, { engine }: Ports): Promise<ContainerSummary | undefined> {
  return (await engine.listContainers({ [RUN_LABEL]: "" })).find((one) => one.name === name);
}

function claimName({ key }: Making): string {
  return `surelayer-making-${key.slice(0, 40)}`;
}
