import { EngineError } from "../../text/errors.ts";
import { findApt } from "./apt.ts";
import { ensureBase } from "./ensure-base.ts";
import { ensureEngine } from "./ensure-engine.ts";
import { ensureRegistry } from "./ensure-registry.ts";
import type { QuickstartPorts, QuickstartSettings } from "./quickstart-ports.ts";
import { openState, type Started } from "./state.ts";

interface PreparedQuickstart {
  readonly baseImage: string;
  /** `host:port` of a registry that takes pushes without credentials. */
  readonly registry: string;
  /** What this run and earlier runs started, as far as it still runs. */
  readonly started: readonly Started[];
}

/** Provides an engine, a loopback registry and a base image. Takes well under a second when all are there. */
export async function prepareQuickstart(
  ports: QuickstartPorts,
  settings: QuickstartSettings,
): Promise<PreparedQuickstart> {
  const apt = await findApt(ports, settings);
  const state = await openState(settings.stateFolder, ports.files);
  await ensureEngine(ports, settings, state, apt);
  await requireLocalEngine(ports);
  const registry = await ensureRegistry(ports, { state, apt });
  const baseImage = await ensureBase(ports, state, apt);
  return { baseImage, registry, started: state.current().started };
}

/** Refuses a remote engine: its loopback is another machine's. */
async function requireLocalEngine(ports: QuickstartPorts): Promise<void> {
  const { local } = await ports.engine.info();
  if (local) return;
  throw new EngineError("The quickstart's registry is on this machine, but the engine isn't.", {
    remedy:
      "Unset DOCKER_HOST to use an engine of this machine, or use surelayer build --push with your own registry.",
  });
}
