import * as z from "zod";
import { keepJson, recallJson } from "../../ports/kept-json.ts";
import type { Cache } from "../../ports/machine.ts";
import { type BaseFacts, minorVersion } from "../../python/base-facts.ts";
import type { WheelContents } from "../wheel-contents.ts";

/** Bytecode depends on Python and on the path that is recorded in it. */
type Target = Pick<BaseFacts["python"], "version" | "purelib">;

const Bytes = z.number().nonnegative();

/** What images/probes/source_contents.py says of a source distribution. */
export const SdistContents = z.readonly(
  z.strictObject({
    /** Normalised. */
    name: z.string(),
    /** Its wheel was built, or its unpacked source was read. */
    how: z.enum(["built", "listed"]),
    /** Path, bytes, bytes by DEFLATE where that is known, and the CRC-32 of a wheel's file. */
    files: z.readonly(z.array(z.readonly(z.tuple([z.string(), Bytes, Bytes.nullable(), Bytes.optional()])))),
    /** Bytes of the bytecode of its Python files, 0 for one that isn't Python for this version; null where they are too many. */
    compiled: z.readonly(z.record(z.string(), Bytes)).nullable(),
    placeholders: z.readonly(z.record(z.string(), Bytes)),
    entryPoints: z.string().nullable(),
    /** Code to compile; what becomes of it isn't in `files` where it was only listed. */
    nativeBytes: Bytes,
    /** The whole unpacked source. */
    sourceBytes: Bytes,
    /** Plans in which its build wasn't ready in its time; absent where that isn't why it was only listed. */
    late: z.int().positive().optional(),
    /** What its build was given where it failed, such as system packages; absent where that isn't why it was only listed. */
    failed: z.string().optional(),
  }),
);
export type SdistContents = z.infer<typeof SdistContents>;

/** A source distribution whose contents are known before anything is installed. */
export type UnpackedSdist = Pick<SdistContents, "how" | "nativeBytes" | "sourceBytes">;

/** Its files as a wheel would have them. @param download bytes of the archive, which says how well the rest compresses. */
export function asWheelContents(contents: SdistContents, download: number | undefined): WheelContents {
  const { files, sourceBytes, entryPoints, compiled, placeholders } = contents;
  // The archive of a commit isn't compressed.
  const packed = download !== undefined && download < sourceBytes ? download : sourceBytes / 4;
  const ratio = packed / Math.max(1, sourceBytes);
  const info = files
    .find(([path]) => /^[^/]+\.dist-info\/RECORD$/.test(path))?.[0]
    .slice(0, -"RECORD".length);
  return {
    files: [
      ...files.map(([path, bytes, deflated, crc32]) => ({
        ...{ path, bytes, crc32 },
        compressedBytes: deflated ?? Math.round(bytes * ratio),
      })),
      // uv notes how it has built a wheel; without settings of the user's, `{}`.
      ...(info === undefined ? [] : [{ path: `${info}uv_build.json`, bytes: 2, compressedBytes: 2 }]),
    ],
    ...{ entryPoints, compiled: compiled ?? undefined, placeholders },
  };
}

/** What an earlier plan for this Python saw of the source distribution with this hash, or undefined. */
export function recallSdistContents(
  cache: Cache,
  sha256: string,
  python: Target,
): Promise<SdistContents | undefined> {
  return recallJson(cache, keyOf(sha256, python), SdistContents);
}

export async function rememberSdistContents(
  cache: Cache,
  one: { readonly sha256: string; readonly python: Target },
  contents: SdistContents,
): Promise<void> {
  await keepJson(cache, keyOf(one.sha256, one.python), contents);
}

function keyOf(sha256: string, { version, purelib }: Target): string {
  const tag = minorVersion(version).replace(".", "");
  return `source-contents-2/cp${tag}${purelib}/${sha256}.json`;
}
