import { join } from "node:path";
import { RegistryError } from "../../text/errors.ts";
import type { Apt } from "./apt.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import { runMachineProgram } from "./run-program.ts";
import { REGISTRY, type Started } from "./state.ts";

const PACKAGE = "docker-registry";
const NAME = "surelayer-registry";
const IMAGE = "registry:2";

/** This machine's registry program, or Debian's. Debian's is only unpacked: its service would listen on all addresses. */
export async function findRegistryProgram(
  ports: QuickstartPorts,
  stateFolder: string,
  apt: Apt | undefined,
): Promise<string | undefined> {
  const installed = await ports.processes.which(PACKAGE);
  if (installed !== undefined) return installed;
  const folder = join(stateFolder, PACKAGE);
  const unpacked = join(folder, "usr/bin", PACKAGE);
  if (await ports.files.exists(unpacked)) return unpacked;
  if (!apt) return undefined;
  await apt.unpack(PACKAGE, folder);
  return (await ports.files.exists(unpacked)) ? unpacked : undefined;
}

interface RegistryStart {
  readonly program: string;
  readonly address: string;
  readonly folder: string;
}

/** Starts a registry on the loopback that runs on after this program, with its data in `folder`. */
export async function startRegistryProgram(start: RegistryStart, ports: QuickstartPorts): Promise<Started> {
  const { program, address, folder } = start;
  const config = join(folder, "registry.yml");
  const logFile = join(folder, "registry.log");
  await ports.files.write(config, renderConfig(address, join(folder, "registry")));
  const pid = await ports.processes.spawnDetached(program, ["serve", config], { logFile });
  await ports.files.write(join(folder, "registry.pid"), `${pid}\n`);
  return { what: REGISTRY, address, process: { pid, program, logFile }, stop: `kill ${pid}` };
}

function renderConfig(address: string, folder: string): string {
  // Every JSON text is YAML, quoting included.
  const config = {
    version: 0.1,
    log: { level: "warn" },
    storage: { filesystem: { rootdirectory: folder }, delete: { enabled: true } },
    http: { addr: address },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * Runs the registry image with the docker command, because the Engine port publishes no ports. Restarts the container of an
 * earlier quickstart, which keeps its address.
 * @throws RegistryError if there is no docker command.
 */
export async function startRegistryContainer(address: string, ports: QuickstartPorts): Promise<Started> {
  if ((await ports.processes.which("docker")) === undefined) {
    throw new RegistryError("No registry answers on this machine, and none can be started.", {
      remedy: `Start one at ${address}, e.g. Debian's docker-registry, or the image ${IMAGE} with its port published there.`,
    });
  }
  const stop = `docker stop ${NAME}`;
  const earlier = await restart(ports);
  if (earlier !== undefined) return { what: REGISTRY, address: earlier, stop };
  const label = "dev.surelayer.quickstart=registry";
  const program = {
    command: "docker",
    args: ["run", "--detach", "--name", NAME, "--label", label, "--publish", `${address}:5000`, IMAGE],
    remedy: `Check that the engine can pull ${IMAGE}, or start a registry at ${address} yourself.`,
  };
  await runMachineProgram(`Start ${IMAGE}`, program, ports);
  return { what: REGISTRY, address, stop };
}

async function restart({ processes, signal }: QuickstartPorts): Promise<string | undefined> {
  const started = await processes.run("docker", ["start", NAME], { signal });
  if (started.exitCode !== 0) return undefined;
  const published = await processes.run("docker", ["port", NAME, "5000/tcp"], { signal });
  return /^(127\.0\.0\.1:\d+)$/mu.exec(published.stdout)?.[1];
}
