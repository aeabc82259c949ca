import * as z from "zod";

/** An image in a registry: after the push, the registry answered its manifest by digest. */
export const PushedImage = z.readonly(
  z.strictObject({
    /** As the user wrote it. */
    reference: z.string(),
    /** `sha256:…` of the manifest, as the registry answers it. */
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    /** Registry, repository and digest: the name for a pull of exactly this image. */
    pinned: z.string(),
    /** The engine's id of the pushed image. */
    imageId: z.string(),
    /** Compressed bytes of all layers. */
    layerBytes: z.number().nonnegative(),
    mediaType: z.string(),
    /** Always true: a push without proof is an error. */
    proved: z.literal(true),
    /**
     * How the manifest is known to be the image's: by its configuration, or because its digest is the engine's id.
     * `digest-only`: the engine's ids can't be compared, so the registry only answered the digest of the push.
     */
    identity: z.enum(["configuration", "manifest", "digest-only"]),
  }),
);
export type PushedImage = z.infer<typeof PushedImage>;
