import * as z from "zod";
import { messageOf, RegistryError } from "../text/errors.ts";

/** Media types of manifests and indexes, OCI's and Docker's. */
export const MANIFEST_TYPES: readonly string[] = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

const Descriptor = z.object({
  digest: z.string(),
  size: z.number().nonnegative(),
  /** Where the content lies if not in the registry. */
  urls: z.array(z.string()).optional(),
});
const Platform = z.object({ os: z.string(), architecture: z.string() });

const ImageManifest = z.readonly(
  z.object({
    mediaType: z.string().optional(),
    config: Descriptor.optional(),
    layers: z.array(Descriptor).optional(),
    manifests: z.array(Descriptor.extend({ platform: Platform.optional() })).optional(),
  }),
);
type ImageManifest = z.infer<typeof ImageManifest>;

/** Reads a manifest or an index; `reference` is for the message. @throws RegistryError when it is neither. */
export function parseImageManifest(body: Uint8Array, reference: string): ImageManifest {
  try {
    const manifest = ImageManifest.parse(JSON.parse(new TextDecoder().decode(body)));
    if (manifest.config || manifest.manifests) return manifest;
  } catch (error) {
    throw notAManifest(reference, messageOf(error), error);
  }
  throw notAManifest(reference, "It names neither a configuration nor manifests.", undefined);
}

/** Whether this is an index: a list of manifests for several platforms. */
export function isIndex(manifest: ImageManifest): boolean {
  return manifest.manifests !== undefined;
}

/** The entry of linux/amd64, the only platform of RunPod. */
export function platformManifest(index: ImageManifest): { readonly digest: string } | undefined {
  return index.manifests?.find(
    ({ platform }) => platform?.os === "linux" && platform.architecture === "amd64",
  );
}

function notAManifest(reference: string, evidence: string, cause: unknown): RegistryError {
  return new RegistryError(`What the registry answers for ${reference} is not an image manifest.`, {
    evidence,
    remedy: "Check that the address is a registry's: a proxy's or a login page looks like this.",
    cause,
  });
}
