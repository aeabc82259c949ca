import type { Distribution } from "../../src/wheels/resolution.ts";
import { wheelOf } from "./resolutions.ts";

/** A wheel of these files: by path, a number that stands for their content. */
export function wheelWith(
  name: string,
  files: Readonly<Record<string, number>>,
  { entryPoints = null }: { readonly entryPoints?: string | null } = {},
): Distribution {
  const own = Object.entries(files).map(([path, crc32]) => ({ path, bytes: 10, compressedBytes: 10, crc32 }));
  const record = { path: `${name}-1.0.dist-info/RECORD`, bytes: 1, compressedBytes: 1, crc32: 0 };
  return wheelOf(name, 1, { contents: { files: [...own, record], entryPoints } });
}
