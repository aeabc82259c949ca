import { join } from "node:path";
import type { TransferProgress } from "../../ports/engine.ts";
import { watchTransfer } from "../../ports/watch-transfer.ts";
import { EngineError, messageOf, RegistryError } from "../../text/errors.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { Apt } from "./apt.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import { runMachineProgram } from "./run-program.ts";
import type { StateStore } from "./state.ts";

const PUBLIC_BASE = "python:3.12-slim";
/** Our own base image, with the name of its release as the tag. */
export const OWN_BASE = "surelayer-base";
const SILENCE_MS = 15_000;
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000;

/** Provides a base image with Python: the public image if it can be pulled, or else our own. @returns its reference. */
export async function ensureBase(
  ports: QuickstartPorts,
  state: StateStore,
  apt: Apt | undefined,
): Promise<string> {
  if (await ports.engine.findImage(PUBLIC_BASE)) return use(PUBLIC_BASE, "the engine holds it", ports);
  const remembered = recentRefusal(ports, state);
  const reason = remembered ?? (await tryPull(ports, state));
  if (reason === undefined) return use(PUBLIC_BASE, "pulled", ports);
  const tag = `${OWN_BASE}:${apt?.codename ?? "local"}`;
  const built = (await ports.engine.findImage(tag)) !== undefined;
  if (!built) await build(tag, reason, ports, apt);
  const again = remembered === undefined ? "" : " when last tried";
  return use(tag, `${PUBLIC_BASE} could not be pulled${again}: ${reason}`, ports);
}

function use(image: string, why: string, ports: QuickstartPorts): string {
  ports.log.info(`Base image ${image} (${why}).`);
  return image;
}

/** Why the pull failed within the last day. Another try would cost each run a time-out. */
function recentRefusal(ports: QuickstartPorts, state: StateStore): string | undefined {
  const { refusedPull } = state.current();
  if (refusedPull?.image !== PUBLIC_BASE) return undefined;
  const age = ports.clock.now().getTime() - Date.parse(refusedPull.at);
  return age >= 0 && age < ASK_AGAIN_MS ? refusedPull.reason : undefined;
}

/** Pulls the public image. @returns why it can't be pulled; undefined when it was. */
async function tryPull(ports: QuickstartPorts, state: StateStore): Promise<string | undefined> {
  try {
    await pull(ports);
    return undefined;
  } catch (error) {
    ports.signal.throwIfAborted();
    // Other failures, such as a full disk, would also stop the build of our own base.
    if (!(error instanceof RegistryError)) throw error;
    const reason = firstLine(error.evidence ?? error.message);
    const at = ports.clock.now().toISOString();
    await state.setRefusedPull({ image: PUBLIC_BASE, at, reason });
    return reason;
  }
}

/** Pulls until nothing has moved for a while, so that an unreachable registry doesn't cost a minute. */
async function pull(ports: QuickstartPorts): Promise<void> {
  await ports.log.task(`Pull ${PUBLIC_BASE}`, (report) => {
    const watch = {
      ...{ clock: ports.clock, signal: ports.signal, patienceMs: () => SILENCE_MS },
      silence: (milliseconds: number) => new RegistryError(`no answer for ${milliseconds / 1000} s`),
      onProgress: ({ bytes, totalBytes, status }: TransferProgress) =>
        report(totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : status),
    };
    return watchTransfer(watch, (options) => ports.engine.pullImage(PUBLIC_BASE, options));
  });
}

async function build(
  tag: string,
  reason: string,
  ports: QuickstartPorts,
  apt: Apt | undefined,
): Promise<void> {
  const tools = { debootstrap: "debootstrap", docker: "docker-cli" };
  const missing: string[] = [];
  for (const [tool, name] of Object.entries(tools)) {
    if ((await ports.processes.which(tool)) === undefined) missing.push(name);
  }
  if (!apt?.mayInstall) {
    throw new EngineError(`${PUBLIC_BASE} can't be pulled, and ${OWN_BASE} can't be built here.`, {
      evidence: reason,
      remedy: `Let the engine reach a registry, load the image (docker load), or run this as root on Debian or Ubuntu.`,
    });
  }
  ports.log.info(
    `${PUBLIC_BASE} can't be pulled (${reason}); ${tag} is built from this machine's package mirror instead.`,
  );
  if (missing.length > 0) await apt.install(missing);
  const program = {
    command: join(ports.assets, "images/base/build"),
    args: [tag],
    remedy: `See that this machine's package mirror serves ${apt.codename} (MIRROR and SUITE name another one), then run again.`,
  };
  await runMachineProgram(`Build ${tag}`, program, ports);
}

function firstLine(text: string): string {
  return messageOf(text).split("\n")[0] ?? "";
}
