import * as z from "zod";
import type { Credentials } from "../ports/registry.ts";
import { messageOf, RegistryError } from "../text/errors.ts";
import { DEFAULT_REGISTRY } from "../text/reference.ts";

const Login = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});

const DockerConfig = z.readonly(
  z.object({
    auths: z.record(z.string(), Login).optional(),
    credsStore: z.string().optional(),
    credHelpers: z.record(z.string(), z.string()).optional(),
  }),
);
export type DockerConfig = z.infer<typeof DockerConfig>;

/** Docker's own files keep the login of the default registry under this name. */
const DEFAULT_KEY = "https://index.docker.io/v1/";

/** Reads Docker's config.json; `path` is for the message. @throws RegistryError when it is malformed. */
export function parseDockerConfig(text: string, path: string): DockerConfig {
  try {
    return DockerConfig.parse(JSON.parse(text));
  } catch (error) {
    throw new RegistryError(`${path} is not a docker configuration file.`, {
      evidence: evidenceOf(error),
      remedy: "Repair it, or move it away and log in again with `docker login`.",
      cause: error,
    });
  }
}

/** The name under which Docker and its credential helpers keep a registry's login. */
export function serverKey(registry: string): string {
  return registry === DEFAULT_REGISTRY ? DEFAULT_KEY : registry;
}

/** Name of the credential helper for a registry. */
export function helperFor(config: DockerConfig, registry: string): string | undefined {
  return (
    config.credHelpers?.[serverKey(registry)] ??
    config.credHelpers?.[registry] ??
    (config.credsStore || undefined)
  );
}

/** A registry's login in the file itself. @throws RegistryError when it can't be decoded. */
export function loginFor(config: DockerConfig, registry: string, path: string): Credentials | undefined {
  const wanted = hostOf(serverKey(registry));
  const entries = Object.entries(config.auths ?? {});
  const [, login] =
    entries.find(([key]) => key === serverKey(registry)) ??
    entries.find(([key]) => hostOf(key) === wanted) ??
    [];
  if (!login) return undefined;
  const server = serverKey(registry);
  if (login.identitytoken) return { server, identityToken: login.identitytoken };
  if (login.auth) return { server, ...decodeAuth(login.auth, registry, path) };
  const { username, password } = login;
  return username && password ? { server, username, password } : undefined;
}

function decodeAuth(auth: string, registry: string, path: string): { username: string; password: string } {
  const text = Buffer.from(auth, "base64").toString();
  const colon = text.indexOf(":");
  if (colon > 0)
    return { username: text.slice(0, colon), password: text.slice(colon + 1).replaceAll("\0", "") };
  // The value is a password, so the message leaves it out.
  throw new RegistryError(
    `The login for ${registry} in ${path} can't be decoded: "auth" is not user:password in base64.`,
    { remedy: `Log in again with \`docker login ${registry}\`.` },
  );
}

/** Host of a key: old files hold whole addresses, some with a path. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

/** Error text without values: JSON.parse quotes the file, which may hold a password; zod doesn't. */
function evidenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  const position = /at position \d+( \(line \d+ column \d+\))?/.exec(messageOf(error))?.[0];
  return position === undefined ? "It is not JSON." : `It is not JSON ${position}.`;
}
