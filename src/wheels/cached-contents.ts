import * as z from "zod";
import { keepJson, recallJson } from "../ports/kept-json.ts";
import type { Cache } from "../ports/machine.ts";
import type { WheelContents } from "./wheel-contents.ts";

/** Raise this when the form or the meaning of an entry changes. Entries of older formats are not read. */
const FORMAT = 8;

/**
 * A directory in columns. A plan reads about 200 directories with 40,000 files. Columns are checked as a whole,
 * which takes 25 ms. An object for each file took 60 ms, and more work for the collector.
 */
const CachedContents = z
  .strictObject({
    paths: z.custom<readonly string[]>((value) => isColumn(value, "string")),
    bytes: z.custom<readonly number[]>((value) => isColumn(value, "number")),
    compressedBytes: z.custom<readonly number[]>((value) => isColumn(value, "number")),
    crc32: z.custom<readonly number[]>((value) => isColumn(value, "number")),
    entryPoints: z.string().nullable(),
    placeholders: z.record(z.string(), z.number()).optional(),
    fileBytes: z.number().optional(),
  })
  .refine(({ paths, bytes, compressedBytes, crc32 }) =>
    [bytes, compressedBytes, crc32].every((column) => column.length === paths.length),
  );

function isColumn(value: unknown, type: "string" | "number"): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === type);
}

/** The directory of the wheel with this hash, if an earlier plan read it. */
export async function recallWheelContents(cache: Cache, sha256: string): Promise<WheelContents | undefined> {
  const kept = await recallJson(cache, keyOf(sha256), CachedContents);
  if (!kept) return undefined;
  const { paths, bytes, compressedBytes, crc32, ...rest } = kept;
  const files = paths.map((path, index) => ({
    path,
    bytes: bytes[index] ?? 0,
    compressedBytes: compressedBytes[index] ?? 0,
    crc32: crc32[index],
  }));
  return { files, ...rest };
}

export async function rememberWheelContents(
  cache: Cache,
  sha256: string,
  { files, entryPoints, placeholders, fileBytes }: WheelContents,
): Promise<void> {
  const kept: z.infer<typeof CachedContents> = {
    paths: files.map((file) => file.path),
    bytes: files.map((file) => file.bytes),
    compressedBytes: files.map((file) => file.compressedBytes),
    crc32: files.map((file) => file.crc32 ?? 0),
    ...{ entryPoints, placeholders, fileBytes },
  };
  await keepJson(cache, keyOf(sha256), kept);
}

function keyOf(sha256: string): string {
  return `wheel-directories-${FORMAT}/${sha256}.json`;
}
