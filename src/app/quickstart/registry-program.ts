import { join } from "node:path";
import type { Apt } from "./apt.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import { REGISTRY, type Started } from "./state.ts";

const PACKAGE = "docker-registry";

/** The registry program of this machine, or Debian's, unpacked without its service, which would listen everywhere. */
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

export interface RegistryStart {
  readonly program: string;
  readonly address: string;
  readonly folder: string;
}

/** Starts a registry that outlives this program, on the loopback only, its data in the state folder. */
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
