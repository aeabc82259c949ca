import { createHash } from "node:crypto";
import type * as z from "zod";
import { readJson } from "../text/read-json.ts";
import type { Cache } from "./machine.ts";

/** Key of what is kept for this input: a file of `folder`, called after the hash of the input. */
export function keyFor(folder: string, input: unknown): string {
  return `${folder}/${createHash("sha256").update(JSON.stringify(input)).digest("hex")}.json`;
}

/** What the cache keeps under a key as JSON of this shape; undefined where that is cut short, or of another version. */
export async function recallJson<T>(
  cache: Pick<Cache, "read">,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const bytes = await cache.read(key);
  return bytes && readJson(bytes, schema);
}

export async function keepJson(cache: Pick<Cache, "write">, key: string, value: unknown): Promise<void> {
  await cache.write(key, new TextEncoder().encode(JSON.stringify(value)));
}
