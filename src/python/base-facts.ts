import * as z from "zod";

/** A distribution found in the base image. `version` is null where its metadata is absent or broken. */
export const BaseDistribution = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string().nullable(),
    /** Folder that holds its metadata. */
    location: z.string().nullable(),
    /** Name of the metadata in that folder, e.g. `six-1.16.0.dist-info`. */
    entry: z.string().nullable(),
    installer: z.string().nullable(),
    /** Its `Requires-Dist` lines; left out where they aren't known. */
    requires: z.readonly(z.array(z.string())).optional(),
    /** What it has at the top of its folder, packages and single files; left out where that isn't known. */
    modules: z.readonly(z.array(z.string())).optional(),
  }),
);
export type BaseDistribution = z.infer<typeof BaseDistribution>;

/** What a base image already holds, as images/probes/base_facts.py prints it. */
export const BaseFacts = z.readonly(
  z.strictObject({
    python: z.readonly(
      z.strictObject({
        executable: z.string(),
        version: z.string(),
        implementation: z.string(),
        machine: z.string(),
        /** null where the C library isn't glibc (musl). */
        glibc: z.readonly(z.tuple([z.number(), z.number()])).nullable(),
        purelib: z.string(),
        scripts: z.string(),
        externallyManaged: z.boolean(),
      }),
    ),
    os: z.readonly(z.strictObject({ id: z.string(), version: z.string() })),
    /** By name; several of one name in the order in which Python finds them. */
    distributions: z.readonly(z.array(BaseDistribution)),
    cuda: z.string().nullable(),
    nvcc: z.string().nullable(),
  }),
);
export type BaseFacts = z.infer<typeof BaseFacts>;

/** The first two numbers of a version: `3.11` of `3.11.2`, `12.8` of `12.8.1`. A shorter version is returned unchanged. */
export function minorVersion(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
