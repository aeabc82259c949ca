process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  array,
  boolean,
  number,
  readonly,
  strictObject,
  string,
  tuple
} from "./chunk-S4TJR5DF.js";

// src/python/base-facts.ts
var BaseDistribution = readonly(
  strictObject({
    name: string(),
    version: string().nullable(),
    /** Folder that holds its metadata. */
    location: string().nullable(),
    /** Name of the metadata in that folder, e.g. `six-1.16.0.dist-info`. */
    entry: string().nullable(),
    installer: string().nullable(),
    /** Its `Requires-Dist` lines; left out where they aren't known. */
    requires: readonly(array(string())).optional(),
    /** What it has at the top of its folder, packages and single files; left out where that isn't known. */
    modules: readonly(array(string())).optional()
  })
);
var BaseFacts = readonly(
  strictObject({
    python: readonly(
      strictObject({
        executable: string(),
        version: string(),
        implementation: string(),
        machine: string(),
        /** null where the C library isn't glibc (musl). */
        glibc: readonly(tuple([number(), number()])).nullable(),
        purelib: string(),
        scripts: string(),
        externallyManaged: boolean()
      })
    ),
    os: readonly(strictObject({ id: string(), version: string() })),
    /** By name; several of one name in the order in which Python finds them. */
    distributions: readonly(array(BaseDistribution)),
    cuda: string().nullable(),
    nvcc: string().nullable()
  })
);
function minorVersion(version) {
  return version.split(".").slice(0, 2).join(".");
}

export {
  BaseFacts,
  minorVersion
};
