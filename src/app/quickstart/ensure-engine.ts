import { join } from "node:path";
import { EngineError, messageOf } from "../../text/errors.ts";
import type { Apt } from "./apt.ts";
import type { QuickstartPorts, QuickstartSettings } from "./quickstart-ports.ts";
import { runMachineProgram } from "./run-program.ts";
import type { Started, StateStore } from "./state.ts";
import { waitUntil } from "./wait-until.ts";

const START_LIMIT_MS = 60_000;
const ENGINE = "container engine";
const BY_HAND = [
  "Install and start an engine, e.g. on Debian or Ubuntu:",
  "  sudo apt-get update && sudo apt-get install docker.io && sudo systemctl start docker",
  "or let the quickstart do it by running it as root; or set DOCKER_HOST to an engine that runs.",
].join("\n");

/**
 * Uses the engine that answers. If none does, installs and starts the distribution's engine, provided that the user may do so
 * and has named no other engine. Never touches an engine's images and containers.
 */
export async function ensureEngine(
  ports: QuickstartPorts,
  settings: QuickstartSettings,
  state: StateStore,
  apt: Apt | undefined,
): Promise<void> {
  const problem = await ask(ports);
  if (problem === undefined) return;
  ports.signal.throwIfAborted();
  // Don't replace an engine that refuses this user, or one that the user named.
  if (settings.engineIsNamed || isForbidden(problem)) throw problem;
  const installed = (await ports.processes.which("dockerd")) !== undefined;
  if (!settings.isRoot || !(installed || apt)) {
    throw new EngineError(messageOf(problem), { remedy: BY_HAND, cause: problem });
  }
  ports.log.info("No container engine answers here.");
  if (!installed) await apt?.install(["docker.io"]);
  const started = await start(ports, settings, { justInstalled: !installed });
  await state.addStarted(started);
  const title = "Wait for the container engine";
  const isReady = async (): Promise<boolean> => (await ask(ports)) === undefined;
  const wait = { title, limitMs: START_LIMIT_MS, isReady, process: started.process, remedy: BY_HAND };
  await waitUntil(wait, ports);
}

/** Why the engine doesn't answer; undefined when it does. */
async function ask(ports: QuickstartPorts): Promise<EngineError | undefined> {
  try {
    const info = await ports.engine.info();
    ports.log.info(`Container engine ${info.version} answers.`);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

function isForbidden(error: EngineError): boolean {
  const code = (error.cause as { readonly code?: unknown } | undefined)?.code;
  return code === "EACCES" || code === "EPERM";
}

async function start(
  ports: QuickstartPorts,
  settings: QuickstartSettings,
  { justInstalled }: { readonly justInstalled: boolean },
): Promise<Started> {
  if (await ports.files.exists("/run/systemd/system")) {
    const program = {
      command: "systemctl",
      args: ["start", "docker"],
      remedy: "See `journalctl -u docker`.",
    };
    await runMachineProgram("Start the engine's service", program, ports);
    return { what: ENGINE, stop: "systemctl stop docker docker.socket" };
  }
  // Without systemd, the package's own script may have started the engine already.
  if (justInstalled && (await packageStartedIt(ports))) {
    return { what: ENGINE, stop: "service docker stop" };
  }
  const logFile = join(settings.stateFolder, "dockerd.log");
  const pid = await ports.processes.spawnDetached("dockerd", [], { logFile });
  await ports.files.write(join(settings.stateFolder, "dockerd.pid"), `${pid}\n`);
  return { what: ENGINE, process: { pid, program: "dockerd", logFile }, stop: `kill ${pid}` };
}

async function packageStartedIt({ files }: QuickstartPorts): Promise<boolean> {
  const pid = await files.readText("/var/run/docker.pid").catch(() => "");
  return pid.trim() !== "" && (await files.exists(`/proc/${pid.trim()}`));
}
