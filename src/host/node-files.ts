import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, appendFile, mkdir, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { packFolder } from "./folder-archive.ts";
import type { Files } from "./ports.ts";

/** Files of this machine. */
export function createNodeFiles(): Files {
  return {
    readText: (path) => readFile(path, "utf8"),
    read: (path) => readFile(path),
    async open(path) {
      const { size } = await stat(path);
      return { bytes: size, stream: () => createReadStream(path) };
    },
    write,
    async append(path, content) {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, content);
    },
    exists: (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    tar: packFolder,
    async diskSpace(path) {
      const { bavail, bfree, blocks, bsize } = await statfs(path);
      return { freeBytes: bavail * bsize, totalBytes: (blocks - bfree + bavail) * bsize };
    },
  };
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // In the same folder, because a rename is atomic only inside one file system.
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
