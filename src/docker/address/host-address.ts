import { contextAddress, currentContext } from "./docker-context.ts";
import { type HostAddress, type HostEnvironment, readTls } from "./host-environment.ts";

const DEFAULT_SOCKET = "/var/run/docker.sock";

/** Finds the engine in the order of the docker CLI (DOCKER_HOST, context), then the sockets of rootless Docker and Podman. */
export async function findHostAddress(environment: HostEnvironment): Promise<HostAddress> {
  const { env } = environment;
  const host = env["DOCKER_HOST"];
  if (host) return await fromEnvironment(host, environment);
  const context = await currentContext(environment);
  if (context !== undefined) return await contextAddress(context, environment);
  for (const socket of socketCandidates(environment)) {
    if (await environment.files.exists(socket)) return { url: `unix://${socket}`, source: socket };
  }
  return { url: `unix://${DEFAULT_SOCKET}`, source: DEFAULT_SOCKET };
}

function socketCandidates({ env, home }: HostEnvironment): readonly string[] {
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

async function fromEnvironment(host: string, { env, home, files }: HostEnvironment): Promise<HostAddress> {
  const url = host.includes("://") ? host : `tcp://${host}`;
  const address = { url, source: "DOCKER_HOST" };
  const folder = env["DOCKER_CERT_PATH"] || (env["DOCKER_TLS_VERIFY"] ? `${home}/.docker` : undefined);
  if (!folder || url.startsWith("unix:")) return address;
  return { ...address, tls: await readTls(folder, files) };
}
