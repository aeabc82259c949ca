import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Cache, Files } from "../ports/machine.ts";

/**
 * A cache of files below a folder. The last part of a key names its file. Errors are never fatal: a full or read-only disk
 * only makes the next run slower.
 */
export function createDiskCache(folder: string, files: Files): Cache {
  return {
    read: (key) => files.read(entryPath(folder, key)).catch(() => undefined),
    write: (key, content) => files.write(entryPath(folder, key), content).catch(() => undefined),
    open: (key) => files.open(entryPath(folder, key)).catch(() => undefined),
  };
}

const MAX_NAME_LENGTH = 200;

/** The hash keeps any two keys apart; the name is for people. */
function entryPath(folder: string, key: string): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 24);
  const last = key.split("/").at(-1) ?? "";
  const name = last
    .replaceAll(/[^\w.+-]/gu, "_")
    .replace(/^\.+/u, "_")
    .slice(-MAX_NAME_LENGTH);
  return join(folder, hash, name === "" ? "entry" : name);
}
