import type { Engine, Image } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Registry, RemoteManifest } from "../../ports/registry.ts";
import { askWithRetries } from "../../ports/waiting.ts";
import { RegistryError } from "../../text/errors.ts";
import { formatReference, type ImageReference } from "../../text/reference.ts";
import type { PushedImage } from "./pushed-image.ts";

/** What a push is proved by. */
interface Claim {
  readonly image: Pick<Image, "id">;
  readonly target: ImageReference;
  /** What the engine calls the digest of its push; where it names none, the tag's counts. */
  readonly digest: string | undefined;
}

type Proof = Pick<PushedImage, "digest" | "layerBytes" | "mediaType" | "identity">;

/**
 * Proves a push at its registry: the tag names the pushed manifest, the manifest is there by its digest, belongs to the image,
 * and every blob that it names is there.
 * @throws RegistryError that names what is missing.
 */
export async function provePush(claim: Claim, ports: Ports): Promise<Proof> {
  // Some registries know a moment later what they have just taken.
  const found = await askWithRetries(
    () => lookUp(claim, ports.registry),
    { answer: (answer) => answer instanceof RegistryError },
    ports,
  );
  if (found instanceof RegistryError) throw found;
  const { digest, layerBytes, mediaType } = found;
  return { digest, layerBytes, mediaType, identity: await proveIdentity(claim, found, ports.engine) };
}

/** @returns the manifest, or what is wrong with the registry's answers. */
async function lookUp(
  { target, digest }: Claim,
  registry: Registry,
): Promise<RemoteManifest | RegistryError> {
  const named = await registry.findManifest(target);
  if (!named) return absent(target, `The tag ${target.tag} is not found.`);
  if (digest !== undefined && named.digest !== digest) return otherImage(target, named.digest, digest);
  const found = await registry.findManifest({ ...target, tag: undefined, digest: named.digest });
  if (found?.digest !== named.digest) return absent(target, `The manifest ${named.digest} is not found.`);
  if (found.configDigest === undefined) return absent(target, "Its manifest for linux/amd64 is not found.");
  const missing = await registry.findMissingBlob(target, found.blobs);
  return missing === undefined ? found : absent(target, `The blob ${missing} of this image is not found.`);
}

function absent(target: ImageReference, evidence: string): RegistryError {
  return new RegistryError(
    `The engine says it pushed ${formatReference(target)}, but the registry ${target.registry} does not hold all of it.`,
    {
      evidence,
      remedy: "Push again; if it stays so, look at the registry's storage and at what stands in front of it.",
    },
  );
}

function otherImage(target: ImageReference, found: string, pushed: string): RegistryError {
  return new RegistryError(
    `The tag ${formatReference(target)} names another image than the one that was pushed.`,
    {
      evidence: `It names ${found}; pushed was ${pushed}.`,
      remedy:
        "Something else gave this name to another image meanwhile, or a cache answers for the registry: push again.",
    },
  );
}

/** Proves that the registry's manifest belongs to the pushed image. @throws RegistryError if it is another image's. */
async function proveIdentity(
  { image, target, digest }: Claim,
  found: RemoteManifest,
  engine: Pick<Engine, "info">,
): Promise<PushedImage["identity"]> {
  if (found.configDigest === image.id) return "configuration";
  if (found.digest === image.id) return "manifest";
  const { imageStore } = await engine.info();
  // The id may be the digest of an index, and a push may leave other platforms out of the index.
  if (imageStore === "containerd" && digest !== undefined) return "digest-only";
  throw new RegistryError(
    `What was pushed as ${formatReference(target)} is not the image that was to be pushed.`,
    {
      evidence: `The registry's manifest names the configuration ${found.configDigest ?? "(none)"}, the image is ${image.id}.`,
      remedy: "Something else gave this name to another image meanwhile: push again.",
    },
  );
}
