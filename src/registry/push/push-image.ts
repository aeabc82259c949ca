import type { Engine, Image } from "../../ports/engine.ts";
import type { Logger, StatusReporter } from "../../ports/machine.ts";
import type { CredentialSource, Registry, RemoteManifest } from "../../ports/registry.ts";
import { RegistryError, UsageError } from "../../text/errors.ts";
import { formatName, formatReference, type ImageReference, parseReference } from "../../text/reference.ts";
import { formatBytes } from "../../text/units/format-bytes.ts";
import type { PushedImage } from "./pushed-image.ts";

/** What a push needs of the outside. */
interface PushPorts {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly credentials: CredentialSource;
  readonly log: Logger;
  readonly signal?: AbortSignal;
}

/**
 * Pushes an image under each reference, one after the other, and proves each one at its registry.
 * @param arrived is told of each image that a registry holds, also where a later push fails.
 * @throws RegistryError if a registry refuses, or lacks the image after a push that the engine called done.
 */
export async function pushImage(
  image: Pick<Image, "id">,
  references: readonly string[],
  ports: PushPorts,
  arrived: (pushed: PushedImage) => void,
): Promise<void> {
  checkTargets(references);
  const pushed: PushedImage[] = [];
  for (const reference of references) {
    try {
      const one = await ports.log.task(`Push ${reference}`, (report) =>
        pushOne(image, reference, ports, report),
      );
      pushed.push(one);
      arrived(one);
    } catch (error) {
      if (pushed.length > 0) ports.log.warn(halfDone(pushed, references));
      throw error;
    }
  }
}

function halfDone(pushed: readonly PushedImage[], references: readonly string[]): string {
  const there = pushed.map((one) => `${one.reference}@${one.digest}`).join(", ");
  const missing = references.slice(pushed.length).join(", ");
  return `Pushed before the failure: ${there}. Not pushed: ${missing}.`;
}

async function pushOne(
  image: Pick<Image, "id">,
  reference: string,
  ports: PushPorts,
  report: StatusReporter,
): Promise<PushedImage> {
  const target = parseReference(reference);
  const credentials = await ports.credentials.find(target.registry);
  await ports.engine.tagImage(image.id, reference);
  const digest = await ports.engine.pushImage(reference, {
    credentials,
    signal: ports.signal,
    onProgress: ({ bytes, totalBytes, status }) =>
      report(`${formatBytes(bytes)} of ${formatBytes(totalBytes)}, ${status}`),
  });
  report("looking it up at the registry");
  const found = await findPushed(target, digest, ports.registry);
  return {
    reference,
    digest: found.digest,
    pinned: `${formatName(target)}@${found.digest}`,
    imageId: image.id,
    layerBytes: found.layerBytes,
    mediaType: found.mediaType,
    proved: true,
    identity: await proveIdentity(image, { reference, digest }, found, ports.engine),
  };
}

/** @param digest what the engine calls the digest of its push; where it names none, the tag is looked up. */
async function findPushed(
  target: ImageReference,
  digest: string | undefined,
  registry: Registry,
): Promise<RemoteManifest> {
  const found = await registry.findManifest(
    digest === undefined ? target : { ...target, tag: undefined, digest },
  );
  if (found && (digest === undefined || found.digest === digest)) return found;
  throw new RegistryError(
    `The engine says it pushed ${formatReference(target)}, but the registry ${target.registry} does not hold it.`,
    {
      evidence: `The manifest ${digest ?? "of this tag"} is ${found ? `answered as ${found.digest}` : "not found"}.`,
      remedy: "Push again; if it stays so, look at the registry's storage and at what stands in front of it.",
    },
  );
}

/** Proves that the registry's manifest belongs to the pushed image. @throws RegistryError if it is another image's. */
async function proveIdentity(
  image: Pick<Image, "id">,
  { reference, digest }: { readonly reference: string; readonly digest: string | undefined },
  found: RemoteManifest,
  engine: Engine,
): Promise<PushedImage["identity"]> {
  if (found.configDigest === image.id) return "configuration";
  if (found.digest === image.id) return "manifest";
  const { imageStore } = await engine.info();
  // The id may be the digest of an index, and a push may leave other platforms out of the index.
  if (imageStore === "containerd" && digest !== undefined) return "digest-only";
  throw new RegistryError(`What was pushed as ${reference} is not the image that was to be pushed.`, {
    evidence: `The registry's manifest names the configuration ${found.configDigest ?? "(none)"}, the image is ${image.id}.`,
    remedy: "Something else gave this name to another image meanwhile: push again.",
  });
}

/** Checks all references before the first push, so that a wrong one leaves nothing half done. @throws UsageError */
export function checkTargets(references: readonly string[]): void {
  for (const reference of references) checkTarget(reference);
}

function checkTarget(reference: string): void {
  const { digest } = parseReference(reference);
  if (digest === undefined) return;
  throw new UsageError(`${reference} names a digest; a push gives a name.`, {
    remedy: "Write registry/name:tag: the digest comes out of the push.",
  });
}
