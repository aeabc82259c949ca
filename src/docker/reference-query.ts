import type { AuthConfigObject } from "dockerode";
import type { TransferOptions } from "../ports/engine.ts";
import type { Credentials } from "../ports/registry.ts";
import { formatName, type ImageReference, isLoopbackRegistry, parseReference } from "../text/reference.ts";

/** The only platform of RunPod, whatever the engine's own platform is. */
const PLATFORM = "linux/amd64";

/** Makes new objects for each call, because the client library deletes fields from them. */
export function pullQuery(reference: string, options: TransferOptions) {
  const parsed = parseReference(reference);
  return [
    authentication(options.credentials),
    {
      fromImage: formatName(parsed),
      // Without a tag, the engine would pull every tag. A digest counts as a tag here.
      tag: parsed.digest ?? parsed.tag ?? "latest",
      platform: PLATFORM,
      ...plainHttp(parsed),
      ...(options.signal && { abortSignal: options.signal }),
    },
  ] as const;
}

export function pushQuery(reference: string, options: TransferOptions) {
  const parsed = parseReference(reference);
  const query = {
    tag: parsed.tag ?? "latest",
    ...plainHttp(parsed),
    authconfig: authentication(options.credentials),
    ...(options.signal && { abortSignal: options.signal }),
  };
  return { name: formatName(parsed), query };
}

/** Docker takes plain HTTP from a registry on loopback by itself, and Podman where it is asked to; Docker ignores the wish. */
function plainHttp({ registry }: ImageReference): { readonly tlsVerify?: false } {
  return isLoopbackRegistry(registry) ? { tlsVerify: false } : {};
}

export function tagQuery(reference: string) {
  const parsed = parseReference(reference);
  return { repo: formatName(parsed), tag: parsed.tag ?? "latest" };
}

/** Never undefined: without this header, even a registry that needs no login refuses a push. */
function authentication(credentials: Credentials | undefined): AuthConfigObject {
  if (!credentials) return {};
  const { username, password, identityToken, server } = credentials;
  return {
    serveraddress: server,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(identityToken !== undefined && { identitytoken: identityToken }),
  };
}
