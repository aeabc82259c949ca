import { randomBytes } from "node:crypto";
import {
  access,
  appendFile,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { dirname } from "node:path";
import { packFolder } from "./folder-archive.ts";
import type { Files } from "./ports.ts";

/** Files of this machine. */
export function createNodeFiles(): Files {
  return {
    readText: (path) => readFile(path, "utf8"),
    read: (path) => readFile(path),
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
    list: (path) => readdir(path).catch(() => []),
    realPath: (path) => realpath(path),
    size: async (path) => (await stat(path)).size,
    readPart,
    tar: packFolder,
    async diskSpace(path) {
      const { bavail, bfree, blocks, bsize } = await statfs(path);
      return { freeBytes: bavail * bsize, totalBytes: (blocks - bfree + bavail) * bsize };
    },
  };
}

async function readPart(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
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
