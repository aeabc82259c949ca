import { randomBytes } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import {
  access,
  appendFile,
  mkdir,
  mkdtemp,
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
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Files } from "../ports/machine.ts";
import { packFolder } from "./folder-archive.ts";
import { holdFile } from "./hold-file.ts";

/** Files of this machine. */
export function createNodeFiles(): Files {
  return {
    readText: (path) => readFile(path, "utf8"),
    read,
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
    isFile: (path) =>
      stat(path).then(
        (found) => found.isFile(),
        () => false,
      ),
    list: (path) => readdir(path).catch(() => []),
    realPath: (path) => realpath(path),
    readPart,
    tar: packFolder,
    async diskSpace(path) {
      const { bavail, bfree, blocks, bsize } = await statfs(path);
      return { freeBytes: bavail * bsize, totalBytes: (blocks - bfree + bavail) * bsize };
    },
    hold: holdFile,
    withFolder,
  };
}

const AT_ONCE_BYTES = 1e6;

/** Small files are read synchronously: the thread pool would take 25 ms longer for the 200 small files of a usual plan. */
async function read(path: string): Promise<Uint8Array> {
  const found = statSync(path);
  return found.isFile() && found.size <= AT_ONCE_BYTES ? readFileSync(path) : readFile(path);
}

async function withFolder<T>(body: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "surelayer-"));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

async function write(
  path: string,
  content: string | Uint8Array,
  { executable = false }: { readonly executable?: boolean } = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // In the same folder, because a rename is atomic only within one file system.
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, content, { mode: executable ? 0o777 : 0o666 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
