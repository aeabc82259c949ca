import type { DockerOptions } from "dockerode";
import type { Engine } from "../../ports/engine.ts";
import type { Clock } from "../../ports/machine.ts";
import { EngineError } from "../../text/errors.ts";
import { DockerodeEngine } from "../dockerode-engine.ts";
import type { HostAddress } from "./host-address.ts";

/** Opens the engine at an address. No question is asked yet, so a wrong address shows at the first question. */
export async function openEngine(address: HostAddress, clock: Pick<Clock, "sleep">): Promise<Engine> {
  const options = connectionOptions(address);
  // Loaded here, because it is half of the start-up time of a verb that needs no engine.
  const { default: Docker } = await import("dockerode");
  return new DockerodeEngine(new Docker(options), address.url, clock);
}

/** Sets every option, even to undefined: for a missing one, the client library would read DOCKER_HOST. */
export function connectionOptions(address: HostAddress): DockerOptions {
  const url = parseAddress(address);
  if (url.protocol === "unix:")
    return { socketPath: url.pathname, host: undefined, port: undefined, protocol: "http" };
  const encrypted = address.tls !== undefined || url.protocol === "https:";
  return {
    socketPath: undefined,
    // The brackets of an IPv6 address belong to the URL only.
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port || (encrypted ? "2376" : "2375"),
    protocol: encrypted ? "https" : "http",
    ...address.tls,
  };
}

function parseAddress({ url, source }: HostAddress): URL {
  const remedy = "Write unix:///path/of/the.sock, tcp://host:port or https://host:port.";
  if (!URL.canParse(url)) throw new EngineError(`${source}: ${url} is not an engine's address.`, { remedy });
  const parsed = new URL(url);
  if (["unix:", "tcp:", "http:", "https:"].includes(parsed.protocol)) return parsed;
  const ssh =
    "Forward its socket, e.g. `ssh -NL /tmp/docker.sock:/var/run/docker.sock HOST`, and set DOCKER_HOST to it.";
  throw new EngineError(`${source}: engines behind ${parsed.protocol}// are not supported.`, {
    remedy: parsed.protocol === "ssh:" ? ssh : remedy,
  });
}
