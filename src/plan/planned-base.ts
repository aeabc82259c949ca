import * as z from "zod";
import type { BaseFacts } from "../python/base-facts.ts";
import { ByteCount } from "../text/units/byte-count.ts";

/** An image of the engine, which was asked itself. */
export const ProbedBase = z.readonly(
  z.strictObject({
    facts: z.literal("probed"),
    reference: z.string(),
    imageId: z.string(),
    bytes: ByteCount,
    python: z.string(),
    interpreter: z.string(),
    /** Its site-packages. */
    purelib: z.string(),
  }),
);
export type ProbedBase = z.infer<typeof ProbedBase>;

/** An image that isn't here, as the manifest declares it (`base.provides`): unverified until the build probes it. */
const DeclaredBase = z.readonly(
  z.strictObject({
    facts: z.literal("declared"),
    reference: z.string(),
    imageId: z.null(),
    bytes: z.null(),
    python: z.string(),
    interpreter: z.null(),
    purelib: z.null(),
    /** What isn't known or only assumed because of that; whole sentences. */
    unverified: z.readonly(z.array(z.string())),
  }),
);

/** What the phases go on top of. */
export const PlannedBase = z.union([ProbedBase, DeclaredBase]);
export type PlannedBase = z.infer<typeof PlannedBase>;

/** The image behind the facts, where it is here. */
export type BaseImage = { readonly reference: string } & (
  | { readonly imageId: string; readonly bytes: number }
  | { readonly imageId: undefined }
);

/** @param unverified what a plan can't know of a base that isn't local; nothing of one that is. */
export function plannedBase(
  image: BaseImage,
  { python }: BaseFacts,
  unverified: readonly string[] = [],
): PlannedBase {
  const { reference, imageId } = image;
  if (imageId === undefined) {
    const unknown = { imageId: null, bytes: null, interpreter: null, purelib: null };
    return { facts: "declared", reference, python: python.version, ...unknown, unverified };
  }
  const { version, executable, purelib } = python;
  const probed = { python: version, interpreter: executable, purelib };
  return { facts: "probed", reference, imageId, bytes: image.bytes, ...probed };
}
