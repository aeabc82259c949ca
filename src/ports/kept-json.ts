import type * as z from "zod";
import { readJson } from "../text/read-json.ts";
import type { Cache } from "./machine.ts";

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
