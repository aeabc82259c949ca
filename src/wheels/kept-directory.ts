import * as z from "zod";
import type { Cache } from "../ports/machine.ts";
import type { WheelDirectory } from "./wheel-directory.ts";

/** Raised when what is kept changes its meaning or its form: what an older version kept is read no more. */
const FORMAT = 6;

/**
 * A directory as it is kept. A plan reads some 200 of them with 40 000 files: in columns, which are checked as a whole, that
 * takes 25 ms; an object for each file took 60 ms, and the collector more afterwards.
 */
const KeptDirectory = z
  .strictObject({
    paths: z.custom<readonly string[]>((value) => isColumn(value, "string")),
    bytes: z.custom<readonly number[]>((value) => isColumn(value, "number")),
    compressedBytes: z.custom<readonly number[]>((value) => isColumn(value, "number")),
    entryPoints: z.string().nullable(),
    placeholders: z.record(z.string(), z.number()).optional(),
    fileBytes: z.number().optional(),
  })
  .refine(
    (kept) => kept.paths.length === kept.bytes.length && kept.paths.length === kept.compressedBytes.length,
  );

function isColumn(value: unknown, type: "string" | "number"): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === type);
}

/** What an earlier plan read of the wheel with this hash, or undefined. */
export async function recallDirectory(cache: Cache, sha256: string): Promise<WheelDirectory | undefined> {
  const kept = await cache.read(keyOf(sha256));
  if (!kept) return undefined;
  try {
    const { paths, bytes, compressedBytes, ...rest } = KeptDirectory.parse(
      JSON.parse(new TextDecoder().decode(kept)),
    );
    const files = paths.map((path, index) => ({
      path,
      bytes: bytes[index] ?? 0,
      compressedBytes: compressedBytes[index] ?? 0,
    }));
    return { files, ...rest };
  } catch {
    return undefined; // cut short, or somebody else's: read the wheel again
  }
}

export async function rememberDirectory(
  cache: Cache,
  sha256: string,
  { files, entryPoints, placeholders, fileBytes }: WheelDirectory,
): Promise<void> {
  const kept: z.infer<typeof KeptDirectory> = {
    paths: files.map((file) => file.path),
    bytes: files.map((file) => file.bytes),
    compressedBytes: files.map((file) => file.compressedBytes),
    ...{ entryPoints, placeholders, fileBytes },
  };
  await cache.write(keyOf(sha256), new TextEncoder().encode(JSON.stringify(kept)));
}

function keyOf(sha256: string): string {
  return `wheel-directories-${FORMAT}/${sha256}.json`;
}
