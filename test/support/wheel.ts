import { createHash } from "node:crypto";
import type { LockedFile } from "../../src/python/lock.ts";
import { type ZipEntry, type ZipOptions, zip } from "./zip-writer.ts";

export interface WheelSpec {
  readonly name: string;
  readonly version?: string;
  /** Path → content, beside the metadata. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly entryPoints?: string;
  readonly zip?: ZipOptions;
}

export interface Wheel {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** A wheel as build backends write it: the package's files, then the metadata, RECORD last. */
export function wheel({ name, version = "1.0", files = {}, entryPoints, zip: options }: WheelSpec): Wheel {
  const info = `${name}-${version}.dist-info`;
  const all: Record<string, string | Uint8Array> = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ...(entryPoints !== undefined && { [`${info}/entry_points.txt`]: entryPoints }),
  };
  const record = Object.keys(all).map((path) => `${path},,\n`);
  const entries: ZipEntry[] = Object.entries(all).map(([path, content]) => ({ name: path, content }));
  entries.push({ name: `${info}/RECORD`, content: `${record.join("")}${info}/RECORD,,\n` });
  const bytes = zip(entries, options);
  return {
    fileName: `${name}-${version}-py3-none-any.whl`,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** How a lock names it. */
export function lockedFile({ fileName, sha256, bytes }: Wheel, origin: string): LockedFile {
  return { name: fileName, sha256, bytes: bytes.length, url: `${origin}/${fileName}` };
}
