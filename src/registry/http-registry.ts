import { createHash } from "node:crypto";
import type { HttpResponse } from "../ports/machine.ts";
import type { Registry, RemoteManifest } from "../ports/registry.ts";
import { RegistryError } from "../text/errors.ts";
import { formatReference, type ImageReference } from "../text/reference.ts";
import type { Access } from "./authorize.ts";
import { isIndex, MANIFEST_TYPES, parseImageManifest, platformManifest } from "./image-manifest.ts";
import { refusal } from "./registry-refusal.ts";
import { openSession, type Session } from "./registry-session.ts";
import { requireWritable } from "./require-writable.ts";

/** A registry over HTTP: plain on loopback, encrypted elsewhere. */
export function httpRegistry(access: Access): Registry {
  return {
    findManifest: (reference) => findManifest(reference, access),
    findMissingBlob: (reference, digests) => findMissingBlob(reference, digests, access),
    requireWritable: (reference) => requireWritable(reference, access),
  };
}

async function findManifest(reference: ImageReference, access: Access): Promise<RemoteManifest | undefined> {
  const session = openSession({ reference, purpose: "pull" }, access);
  const head = await askManifest(session, "HEAD", reference.digest ?? reference.tag ?? "latest", reference);
  if (!head) return undefined;
  const digest = head.headers["docker-content-digest"];
  const top = await fetchManifest(
    session,
    digest ?? reference.digest ?? reference.tag ?? "latest",
    reference,
  );
  if (!top) return undefined;
  const image = isIndex(top.manifest) ? await fetchPlatform(session, top, reference) : top;
  const { config, layers = [] } = image?.manifest ?? {};
  const blobs = [...(config ? [config] : []), ...layers];
  return {
    digest: top.digest,
    mediaType: top.mediaType,
    configDigest: config?.digest,
    layerBytes: layers.reduce((bytes, layer) => bytes + layer.size, 0),
    blobs: blobs.filter(({ urls }) => urls === undefined).map(({ digest }) => digest),
  };
}

/** More at once would trip the limits of some registries. */
const BLOBS_AT_ONCE = 4;

async function findMissingBlob(
  reference: ImageReference,
  digests: readonly string[],
  access: Access,
): Promise<string | undefined> {
  const session = openSession({ reference, purpose: "pull" }, access);
  for (let from = 0; from < digests.length; from += BLOBS_AT_ONCE) {
    const some = digests.slice(from, from + BLOBS_AT_ONCE);
    const held = await Promise.all(some.map((digest) => holdsBlob(session, digest, reference)));
    const missing = some.find((_, at) => held[at] === false);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

async function holdsBlob(session: Session, digest: string, reference: ImageReference): Promise<boolean> {
  const answer = await session.request({ method: "HEAD", target: `blobs/${digest}` });
  if (answer.status === 404) return false;
  // 206 is the first byte, where HEAD alone was refused.
  if (answer.status !== 200 && answer.status !== 206) throw refusal(answer, { reference, purpose: "pull" });
  return true;
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
  const answer = await askManifest(session, "GET", target, reference);
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

/** Undefined for 404. @throws RegistryError for any other answer than a manifest. */
async function askManifest(
  session: Session,
  method: "GET" | "HEAD",
  target: string,
  reference: ImageReference,
): Promise<HttpResponse | undefined> {
  const headers = { accept: MANIFEST_TYPES.join(", ") };
  const answer = await session.request({ method, target: `manifests/${target}`, headers });
  if (answer.status === 404) return;
  if (answer.status !== 200) throw refusal(answer, { reference, purpose: "pull" });
  return answer;
}
