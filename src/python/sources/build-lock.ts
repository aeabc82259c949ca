import * as z from "zod";
import { ByteCount } from "../../text/units/byte-count.ts";

/** What a source distribution is built with. */
export const BuildLock = z.readonly(
  z.strictObject({
    /** `[build-system] requires`, and what its back end asks for besides (PEP 517). */
    requires: z.readonly(z.array(z.string())),
    /** All that these need, by name: the build has these files, and no index. */
    distributions: z.readonly(
      z.array(
        z.readonly(
          z.strictObject({
            name: z.string(),
            version: z.string(),
            file: z.readonly(
              z.strictObject({
                url: z.string(),
                name: z.string(),
                sha256: z.string(),
                bytes: ByteCount.nullable(),
              }),
            ),
          }),
        ),
      ),
    ),
  }),
);
export type BuildLock = z.infer<typeof BuildLock>;

/** One of a lock's distributions. */
export type BuildDistribution = BuildLock["distributions"][number];

/** Bytes to download for builds with these locks, each file once; files of unknown size count nothing. */
export function buildDownloadBytes(locks: readonly BuildLock[]): number {
  const files = new Map(locks.flatMap((one) => one.distributions).map(({ file }) => [file.sha256, file]));
  return [...files.values()].reduce((sum, one) => sum + (one.bytes ?? 0), 0);
}
