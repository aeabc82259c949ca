import { contextAddress, currentContext } from "./docker-context.ts";
import { type HostAddress, type HostSurroundings, readTls } from "./host-surroundings.ts";

const DEFAULT_SOCKET = "/var/run/docker.sock";

/** Finds the engine in the order of the docker CLI (DOCKER_HOST, context), then the sockets of rootless Docker and Podman. */
export async function findHostAddress(around: HostSurroundings): Promise<HostAddress> {
  const { env } = around;
  const host = env["DOCKER_HOST"];
  if (host) return await fromEnvironment(host, around);
  const context = await currentContext(around);
  if (context !== undefined) return await contextAddress(context, around);
  for (const socket of socketCandidates(around)) {
    if (await around.files.exists(socket)) return { url: `unix://${socket}`, source: socket };
  }
  return { url: `unix://${DEFAULT_SOCKET}`, source: DEFAULT_SOCKET };
}

function socketCandidates({ env, home }: HostSurroundings): readonly string[] {
  const runtime = env["XDG_RUNTIME_DIR"];
  return [
    DEFAULT_SOCKET,
    ...(runtime ? [`${runtime}/docker.sock`] : []),
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    ...(runtime ? [`${runtime}/podman/podman.sock`] : []),
    "/run/podman/podman.sock",
  ];
}

async function fromEnvironment(host: string, { env, home, files }: HostSurroundings): Promise<HostAddress> {
  const url = host.includes("://") ? host : `tcp://${host}`;
  const address = { url, source: "DOCKER_HOST" };
  const folder = env["DOCKER_CERT_PATH"] || (env["DOCKER_TLS_VERIFY"] ? `${home}/.docker` : undefined);
  if (!folder || url.startsWith("unix:")) return address;
  return { ...address, tls: await readTls(folder, files) };
}
