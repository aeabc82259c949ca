import { createHash } from "node:crypto";
import * as z from "zod";
import { EngineError, messageOf } from "../../text/errors.ts";
import { type HostAddress, type HostEnvironment, readTls } from "./host-environment.ts";

const ConfigFile = z.object({ currentContext: z.string().optional() });
const ContextFile = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string() }) }),
});

/** Name of the docker context in use; undefined for none, and for `default`, which is no real context. */
export async function currentContext(environment: HostEnvironment): Promise<string | undefined> {
  const path = `${configFolder(environment)}/config.json`;
  const named =
    environment.env["DOCKER_CONTEXT"] || (await readFile(path, environment, ConfigFile))?.currentContext;
  return named && named !== "default" ? named : undefined;
}

/** Address of a docker context's engine. */
export async function contextAddress(name: string, environment: HostEnvironment): Promise<HostAddress> {
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = `${configFolder(environment)}/contexts`;
  const context = await readFile(`${contexts}/meta/${id}/meta.json`, environment, ContextFile);
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

async function readFile<T>(
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
