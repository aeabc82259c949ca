import * as z from "zod";
import { ByteCount } from "../../text/units/byte-count.ts";

/** A package of the base's distribution that will be installed. */
export const SystemFile = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    architecture: z.string(),
    /** Bytes of its archive. */
    bytes: ByteCount,
    /** Of its archive, as the distribution's signed lists have it; null where they hold none. */
    sha256: z.string().nullable(),
    /** Bytes that it says it takes when installed (its `Installed-Size`). */
    installedBytes: ByteCount,
    /** The version of it that the base holds and that it takes the place of. */
    replaces: z.string().nullable(),
  }),
);
export type SystemFile = z.infer<typeof SystemFile>;

/** What one list of `system_packages` comes to on the base alone. */
export const SystemGroup = z.readonly(
  z.strictObject({
    /** The phase, or SYSTEM_PHASE for the manifest's top level. */
    phase: z.string(),
    /** As the manifest has them. */
    asked: z.readonly(z.array(z.string())),
    /** Names of all that must be installed for them. */
    needs: z.readonly(z.array(z.string())),
    /** Of what is asked for, the packages that the base holds already, as `name=version`. */
    provided: z.readonly(z.array(z.string())),
  }),
);
export type SystemGroup = z.infer<typeof SystemGroup>;

/** All system packages of a manifest; none where it asks for none. */
export const SystemResolution = z.readonly(
  z.strictObject({ files: z.readonly(z.array(SystemFile)), groups: z.readonly(z.array(SystemGroup)) }),
);
export type SystemResolution = z.infer<typeof SystemResolution>;

export const NO_SYSTEM_PACKAGES: SystemResolution = { files: [], groups: [] };
