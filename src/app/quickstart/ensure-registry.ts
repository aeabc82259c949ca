import { RegistryError } from "../../text/errors.ts";
import type { Apt } from "./apt.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import { findRegistryProgram, startRegistryContainer, startRegistryProgram } from "./start-registry.ts";
import { REGISTRY, type Started, type StateStore } from "./state.ts";
import { waitUntil } from "./wait-until.ts";

const FIRST_PORT = 5000;
const PORTS = 20;
const PROBE_MS = 2000;
const START_LIMIT_MS = 20_000;

interface RegistryWish {
  readonly state: StateStore;
  readonly apt?: Apt | undefined;
  /** Port to look at first; 5000 unless given. */
  readonly firstPort?: number;
}

/**
 * Provides a registry on this machine's loopback, where an engine pushes without TLS. Takes a registry that answers already,
 * or else starts Debian's registry program, or else the registry image.
 * @returns its address, `host:port`.
 */
export async function ensureRegistry(
  ports: QuickstartPorts,
  { state, apt, firstPort = FIRST_PORT }: RegistryWish,
): Promise<string> {
  const own = state.current().started.find((one) => one.what === REGISTRY)?.address;
  for (const address of new Set([own, `127.0.0.1:${firstPort}`])) {
    if (address === undefined || (await probe(address, ports)) !== "registry") continue;
    ports.log.info(
      `A registry answers at ${address}${address === own ? ", started by an earlier quickstart" : ""}.`,
    );
    return address;
  }
  const free = await findFreeAddress(ports, firstPort);
  const program = await findRegistryProgram(ports, state.folder, apt);
  const started: Started = program
    ? await startRegistryProgram({ program, address: free, folder: state.folder }, ports)
    : await startRegistryContainer(free, ports);
  const { address = free } = started;
  await state.addStarted(started);
  await waitUntil(
    {
      title: "Wait for the registry",
      limitMs: START_LIMIT_MS,
      isReady: async () => (await probe(address, ports)) === "registry",
      process: started.process,
      remedy: `See why nothing answers at ${address}, or push to a registry of your own: surelayer build --push.`,
    },
    ports,
  );
  return address;
}

/** Asks what listens at an address: a registry without credentials, something else, or nothing. */
async function probe(address: string, ports: QuickstartPorts): Promise<"registry" | "other" | "free"> {
  const request = { timeoutMs: PROBE_MS, maxBytes: 64 * 1024, signal: ports.signal };
  try {
    const { status, headers } = await ports.http.request(`http://${address}/v2/`, request);
    const isRegistry = headers["docker-distribution-api-version"]?.startsWith("registry/2") === true;
    return status === 200 && isRegistry ? "registry" : "other";
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const code = (error.cause as { readonly code?: unknown } | undefined)?.code;
    return code === "ECONNREFUSED" ? "free" : "other";
  }
}

async function findFreeAddress(ports: QuickstartPorts, firstPort: number): Promise<string> {
  for (let port = firstPort; port < firstPort + PORTS; port++) {
    const address = `127.0.0.1:${port}`;
    if ((await probe(address, ports)) === "free") return address;
    ports.log.info(`Port ${port} is taken by something that isn't an open registry.`);
  }
  throw new RegistryError(
    `The ports ${firstPort} to ${firstPort + PORTS - 1} of this machine are all taken.`,
    { remedy: `Free one of them, or push to a registry of your own: surelayer build --push.` },
  );
}
