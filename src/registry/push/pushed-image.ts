import * as z from "zod";

/** An image that a registry holds: its manifest was looked up there, by digest, after the push. */
export const PushedImage = z.readonly(
  z.strictObject({
    /** As the user wrote it. */
    reference: z.string(),
    /** `sha256:…` of the manifest, as the registry answers it. */
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    /** What others pull by: registry, repository and digest. */
    pinned: z.string(),
    /** The engine's id of what was pushed. */
    imageId: z.string(),
    /** Compressed bytes of all layers. */
    layerBytes: z.number().nonnegative(),
    mediaType: z.string(),
    /** There is no other kind: a push without proof is an error. */
    proved: z.literal(true),
    /**
     * How the manifest was tied to the image: by its configuration, or by being the engine's own id; `digest-only` where an
     * engine's ids can't be compared with a registry's, so that only the digest of the push itself was found again.
     */
    identity: z.enum(["configuration", "manifest", "digest-only"]),
  }),
);
export type PushedImage = z.infer<typeof PushedImage>;
