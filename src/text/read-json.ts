import type * as z from "zod";

/** A JSON document of this shape; undefined if it is cut short or has another shape. */
export function readJson<T>(json: string | Uint8Array, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json)));
  } catch {
    return undefined;
  }
}
