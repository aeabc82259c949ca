import type { Engine, Image } from "../../ports/engine.ts";
import type { RemoteManifest } from "../../ports/registry.ts";
import { RegistryError } from "../../text/errors.ts";
import type { PushedImage } from "./pushed-image.ts";

/** Storage drivers of engines that keep images by the digest of their configuration, which no push changes. */
const CLASSIC_STORES = ["overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs", "aufs", "devicemapper"];

/** Ties the manifest that a registry holds to the image that was to be pushed. @throws RegistryError when it is another's. */
export async function proveIdentity(
  image: Pick<Image, "id">,
  reference: string,
  found: RemoteManifest,
  engine: Engine,
): Promise<PushedImage["identity"]> {
  if (found.configDigest === image.id) return "configuration";
  if (found.digest === image.id) return "manifest";
  const { storageDriver } = await engine.info();
  // Newer stores name an image by its index, of which a push may leave out other platforms.
  if (!CLASSIC_STORES.includes(storageDriver)) return "digest-only";
  throw new RegistryError(`What was pushed as ${reference} is not the image that was to be pushed.`, {
    evidence: `The registry's manifest names the configuration ${found.configDigest ?? "(none)"}, the image is ${image.id}.`,
    remedy: "Something else gave this name to another image meanwhile: push again.",
  });
}
