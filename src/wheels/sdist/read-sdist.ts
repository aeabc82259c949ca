import type { LockedFile } from "../../python/lock.ts";
import type { MetadataFiles } from "../../python/sources/static-metadata.ts";
import type { FetchPorts } from "../fetch/request-with-retries.ts";
import { readArchive } from "./read-archive.ts";

/** The files of a source archive that state its requirements; undefined where it can't be read. */
export async function readSdist(
  file: LockedFile,
  ports: FetchPorts & { readonly signal: AbortSignal },
): Promise<MetadataFiles | undefined> {
  const found: { pkgInfo?: string; requiresTxt?: string } = {};
  const reader = {
    wants: (path: string) => keyOf(path) !== undefined,
    take: (path: string, content: string) => {
      const key = keyOf(path);
      if (key !== undefined) found[key] ??= content;
    },
  };
  if (!(await readArchive(file, reader, ports))) return undefined;
  return { pkgInfo: found.pkgInfo, requiresTxt: found.requiresTxt };
}

function keyOf(path: string): keyof MetadataFiles | undefined {
  // Some older archives have no folder of their own.
  if (/^(?:\.\/)?(?:[^/]+\/)?PKG-INFO$/.test(path)) return "pkgInfo";
  return /\.egg-info\/requires\.txt$/.test(path) ? "requiresTxt" : undefined;
}
