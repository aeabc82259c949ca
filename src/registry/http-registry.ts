import { createHash } from "node:crypto";
import type { HttpResponse } from "../ports/machine.ts";
import type { Registry, RemoteManifest } from "../ports/registry.ts";
import { messageOf, RegistryError } from "../text/errors.ts";
import {
  DEFAULT_REGISTRY,
  formatReference,
  type ImageReference,
  isLoopbackRegistry,
} from "../text/reference.ts";
import { type Access, authorize } from "./authorize.ts";
import { isIndex, MANIFEST_TYPES, parseImageManifest, platformManifest } from "./image-manifest.ts";
import { refusal } from "./registry-refusal.ts";

/** Host of the API of Docker's default registry. */
const DEFAULT_REGISTRY_HOST = "registry-1.docker.io";

/** A registry over HTTP: plain on loopback, encrypted elsewhere. */
export function httpRegistry(access: Access): Registry {
  return { findManifest: (reference) => findManifest(reference, access) };
}

async function findManifest(reference: ImageReference, access: Access): Promise<RemoteManifest | undefined> {
  const session = openSession(reference, access);
  const head = await session.request("HEAD", reference.digest ?? reference.tag ?? "latest");
  if (!head) return undefined;
  const digest = head.headers["docker-content-digest"];
  const top = await fetchManifest(
    session,
    digest ?? reference.digest ?? reference.tag ?? "latest",
    reference,
  );
  if (!top) return undefined;
  const image = isIndex(top.manifest) ? await fetchPlatform(session, top, reference) : top;
  return {
    digest: top.digest,
    mediaType: top.mediaType,
    configDigest: image?.manifest.config?.digest,
    layerBytes: (image?.manifest.layers ?? []).reduce((bytes, layer) => bytes + layer.size, 0),
  };
}

type Fetched = Awaited<ReturnType<typeof fetchManifest>>;

async function fetchPlatform(
  session: Session,
  index: NonNullable<Fetched>,
  reference: ImageReference,
): Promise<Fetched> {
  const entry = platformManifest(index.manifest);
  return entry && (await fetchManifest(session, entry.digest, reference));
}

/** Fetches a manifest, and compares it with its digest. */
async function fetchManifest(session: Session, target: string, reference: ImageReference) {
  const answer = await session.request("GET", target);
  if (!answer) return;
  const digest = `sha256:${createHash("sha256").update(answer.body).digest("hex")}`;
  if (target.startsWith("sha256:") && target !== digest) {
    throw new RegistryError(`The registry ${reference.registry} answers a wrong manifest for ${target}.`, {
      evidence: `Its digest is ${digest}.`,
      remedy: "A proxy may have changed it: try again without one.",
    });
  }
  const manifest = parseImageManifest(answer.body, formatReference(reference));
  return { digest, manifest, mediaType: manifest.mediaType ?? answer.headers["content-type"] ?? "" };
}

interface Session {
  /** Asks for a manifest, and asks again with a login if the registry wants one; undefined for 404. */
  request(method: "GET" | "HEAD", target: string): Promise<HttpResponse | undefined>;
}

function openSession(reference: ImageReference, access: Access): Session {
  const { registry, repository } = reference;
  const host = registry === DEFAULT_REGISTRY ? DEFAULT_REGISTRY_HOST : registry;
  const base = `${isLoopbackRegistry(registry) ? "http" : "https"}://${host}/v2/${repository}/manifests`;
  let authorization: string | undefined;
  const send = async (method: "GET" | "HEAD", target: string): Promise<HttpResponse> => {
    const headers = { accept: MANIFEST_TYPES.join(", "), ...(authorization && { authorization }) };
    try {
      return await access.http.request(`${base}/${target}`, { method, headers });
    } catch (error) {
      throw unreachable(registry, error);
    }
  };
  return {
    async request(method, target) {
      let answer = await send(method, target);
      if (answer.status === 401 && authorization === undefined) {
        authorization = await authorize(answer, reference, access);
        answer = await send(method, target);
      }
      if (answer.status === 404) return;
      if (answer.status !== 200) throw refusal(answer, reference);
      return answer;
    },
  };
}

function unreachable(registry: string, cause: unknown): RegistryError {
  return new RegistryError(`The registry ${registry} does not answer.`, {
    evidence: messageOf(cause),
    remedy: isLoopbackRegistry(registry)
      ? "Start it, and check its port. On loopback it is asked by plain HTTP, from this machine."
      : "Check its name and port and this machine's network and proxy. It must speak HTTPS: plain HTTP is for loopback only.",
    cause,
  });
}
