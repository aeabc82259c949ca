import type { AuthConfigObject, ImagePushOptions } from "dockerode";
import type { TransferOptions } from "../ports/engine.ts";
import type { Credentials } from "../ports/registry.ts";
import { formatName, parseReference } from "../text/reference.ts";

interface PullQuery {
  readonly fromImage: string;
  readonly tag: string;
  readonly platform: string;
  readonly abortSignal?: AbortSignal;
}

/** RunPod runs nothing else, whatever the engine's own platform is. */
const PLATFORM = "linux/amd64";

/** The client library deletes what isn't a parameter from these objects, so each call gets its own. */
export function pullQuery(reference: string, options: TransferOptions): [AuthConfigObject, PullQuery] {
  const parsed = parseReference(reference);
  return [
    authentication(options.credentials),
    {
      fromImage: formatName(parsed),
      // Without a tag the engine would pull every tag of the repository; a digest goes in the same place.
      tag: parsed.digest ?? parsed.tag ?? "latest",
      platform: PLATFORM,
      ...(options.signal && { abortSignal: options.signal }),
    },
  ];
}

export function pushQuery(
  reference: string,
  options: TransferOptions,
): { name: string; query: ImagePushOptions } {
  const parsed = parseReference(reference);
  const query = {
    tag: parsed.tag ?? "latest",
    authconfig: authentication(options.credentials),
    ...(options.signal && { abortSignal: options.signal }),
  };
  return { name: formatName(parsed), query };
}

export function tagQuery(reference: string): { repo: string; tag: string } {
  const parsed = parseReference(reference);
  return { repo: formatName(parsed), tag: parsed.tag ?? "latest" };
}

/** Never empty-handed: a push without this header is refused even by registries that ask for no login. */
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
