import { createHash } from "node:crypto";
import * as z from "zod";
import type { Files } from "../../ports/machine.ts";
import { EngineError, messageOf } from "../../text/errors.ts";

/** Client certificate for an engine behind TLS, as PEM text. */
interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface HostAddress {
  readonly url: string;
  /** Where the address comes from, for messages: `DOCKER_HOST`, a context, or the socket's name. */
  readonly source: string;
  readonly tls?: TlsSettings;
}

/** Everything that the search reads: environment variables, the user's home folder, and files. */
interface HostEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly files: Pick<Files, "exists" | "readText">;
}

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

const ConfigFile = z.object({ currentContext: z.string().optional() });
const ContextFile = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string() }) }),
});

/** Name of the docker context in use; undefined for none, and for `default`, which is no real context. */
async function currentContext(environment: HostEnvironment): Promise<string | undefined> {
  const path = `${configFolder(environment)}/config.json`;
  const named =
    environment.env["DOCKER_CONTEXT"] ||
    (await readDockerFile(path, environment, ConfigFile))?.currentContext;
  return named && named !== "default" ? named : undefined;
}

/** Address of a docker context's engine. */
async function contextAddress(name: string, environment: HostEnvironment): Promise<HostAddress> {
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = `${configFolder(environment)}/contexts`;
  const context = await readDockerFile(`${contexts}/meta/${id}/meta.json`, environment, ContextFile);
  if (!context) {
    throw new EngineError(`There is no docker context named ${name}.`, {
      remedy: "See `docker context ls`; `docker context use default` goes back to the default.",
    });
  }
  const tls = await readTls(`${contexts}/tls/${id}/docker`, environment.files);
  const address = { url: context.Endpoints.docker.Host, source: `docker context ${name}` };
  return Object.keys(tls).length === 0 ? address : { ...address, tls };
}

function configFolder({ env, home }: HostEnvironment): string {
  return env["DOCKER_CONFIG"] || `${home}/.docker`;
}

async function readDockerFile<T>(
  path: string,
  { files }: HostEnvironment,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  if (!(await files.exists(path))) return undefined;
  try {
    return schema.parse(JSON.parse(await files.readText(path)));
  } catch (error) {
    throw new EngineError(`${path} can't be read as one of Docker's files.`, {
      remedy: "Repair or remove it, or set DOCKER_HOST to the engine's address.",
      evidence: messageOf(error),
      cause: error,
    });
  }
}

/** Reads ca.pem, cert.pem and key.pem, as many as there are. */
async function readTls(folder: string, files: HostEnvironment["files"]): Promise<TlsSettings> {
  const read = async (name: string): Promise<string | undefined> =>
    (await files.exists(`${folder}/${name}.pem`)) ? await files.readText(`${folder}/${name}.pem`) : undefined;
  const [ca, cert, key] = await Promise.all([read("ca"), read("cert"), read("key")]);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
