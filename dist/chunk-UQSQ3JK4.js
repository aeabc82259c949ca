process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  judgeOwner,
  thisOwner
} from "./chunk-4C3ITBKI.js";
import {
  HeldError,
  require_tar_stream
} from "./chunk-TTZ7YLCI.js";
import {
  UsageError,
  messageOf
} from "./chunk-NR44LZQS.js";
import {
  __toESM
} from "./chunk-LSVDQLTT.js";

// src/host/node-files.ts
import { randomBytes } from "node:crypto";
import { createReadStream as createReadStream2, readFileSync, statSync } from "node:fs";
import {
  access,
  appendFile,
  mkdir as mkdir2,
  mkdtemp,
  open,
  readdir as readdir2,
  readFile as readFile2,
  realpath as realpath2,
  rename,
  rm as rm2,
  stat as stat2,
  statfs,
  writeFile as writeFile2
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname as dirname3, join as join2 } from "node:path";

// src/host/folder-archive.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
var OLDEST_TIME = /* @__PURE__ */ new Date("1980-01-01T00:00:00Z");
var LEFT_OUT = /* @__PURE__ */ new Set(["__pycache__", ".git", ".DS_Store"]);
async function packFolder(source, target, time = OLDEST_TIME) {
  const stat3 = await lstat(source);
  if (stat3.isSymbolicLink()) throw refuse(source, "is itself a symbolic link; name what it points to");
  const root = stat3.isDirectory() ? source : dirname(source);
  const path = target.endsWith("/") && !stat3.isDirectory() ? `${target}${basename(source)}` : target;
  const name = path.replaceAll(/^\/+|\/+$/gu, "");
  const entries = await collect(source, name, root);
  const [first, ...inner] = entries;
  const kept = first?.kind === "directory" && (inner.length > 0 || name === "") ? inner : entries;
  const archive = (0, import_tar_stream.pack)();
  fill(archive, kept, time).catch(
    (error) => archive.destroy(error instanceof Error ? error : new Error(messageOf(error)))
  );
  return Readable.from(archive, { objectMode: false });
}
async function collect(source, name, root) {
  const stat3 = await lstat(source);
  const common = { source, name, bytes: 0, link: void 0 };
  if (stat3.isFile())
    return [{ ...common, kind: "file", mode: stat3.mode & 64 ? 493 : 420, bytes: stat3.size }];
  if (stat3.isSymbolicLink())
    return [{ ...common, kind: "symlink", mode: 511, link: await innerLink(source, root) }];
  if (!stat3.isDirectory()) throw refuse(source, "is neither a file nor a folder nor a symbolic link");
  const children = [];
  for (const child of (await readdir(source)).filter((name2) => !LEFT_OUT.has(name2)).sort()) {
    children.push(...await collect(join(source, child), name === "" ? child : `${name}/${child}`, root));
  }
  return [{ ...common, kind: "directory", mode: 493 }, ...children];
}
async function innerLink(source, root) {
  const link = await readlink(source);
  const written = resolve(dirname(source), link);
  const followed = await realpath(source).catch(() => void 0);
  const inside = !link.startsWith("/") && isInside(written, resolve(root)) && (followed === void 0 || isInside(followed, await realpath(root)));
  if (!inside) throw refuse(source, `is a symbolic link to ${link}, which lies outside ${root}`);
  return link;
}
function isInside(path, root) {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
function refuse(source, why) {
  return new UsageError(`${source} ${why}.`, {
    remedy: "Put a copy of the file in its place, or leave it out: only what lies in the folder goes into the image."
  });
}
async function fill(archive, entries, time) {
  for (const entry of entries) {
    const header = {
      ...{
        name: entry.kind === "directory" ? `${entry.name}/` : entry.name,
        type: entry.kind,
        mode: entry.mode
      },
      ...{ uid: 0, gid: 0, uname: "root", gname: "root", mtime: time, size: entry.bytes },
      ...entry.link !== void 0 && { linkname: entry.link }
    };
    if (entry.kind !== "file") archive.entry(header);
    else if (entry.bytes === 0) archive.entry(header, "");
    else {
      const content = createReadStream(entry.source, { end: entry.bytes - 1 });
      await pipeline(content, archive.entry(header));
    }
  }
  archive.finalize();
}

// src/host/hold-file.ts
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname as dirname2 } from "node:path";
var RENEW_MS = 3e4;
var LEASE_MS = 5 * 6e4;
async function holdFile(path, body) {
  await mkdir(dirname2(path), { recursive: true });
  if (!await claim(path) && !await takeOver(path)) throw new HeldError(path, await holderOf(path));
  const touch = () => utimes(path, /* @__PURE__ */ new Date(), /* @__PURE__ */ new Date()).catch(() => void 0);
  const renewing = setInterval(touch, RENEW_MS).unref();
  try {
    return await body();
  } finally {
    clearInterval(renewing);
    await rm(path, { force: true });
  }
}
async function claim(path) {
  try {
    await writeFile(path, thisOwner(), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}
async function takeOver(path) {
  const taking = `${path}.taking`;
  if (!await claim(taking)) {
    if (await isLeft(taking)) await rm(taking, { force: true });
    return false;
  }
  try {
    if (!await isLeft(path)) return false;
    await rm(path, { force: true });
    return await claim(path);
  } finally {
    await rm(taking, { force: true });
  }
}
async function isLeft(path) {
  const verdict = judgeOwner(await holderOf(path));
  if (verdict !== "unknown") return verdict === "dead";
  const touched = await stat(path).catch(() => void 0);
  return touched === void 0 || Date.now() - touched.mtimeMs > LEASE_MS;
}
async function holderOf(path) {
  return await readFile(path, "utf8").catch(() => "");
}

// src/host/node-files.ts
function createNodeFiles() {
  return {
    readText: (path) => readFile2(path, "utf8"),
    read,
    async open(path) {
      const { size } = await stat2(path);
      return { bytes: size, stream: () => createReadStream2(path) };
    },
    write,
    async append(path, content) {
      await mkdir2(dirname3(path), { recursive: true });
      await appendFile(path, content);
    },
    exists: (path) => access(path).then(
      () => true,
      () => false
    ),
    isFile: (path) => stat2(path).then(
      (found) => found.isFile(),
      () => false
    ),
    list: (path) => readdir2(path).catch(() => []),
    realPath: (path) => realpath2(path),
    readPart,
    tar: packFolder,
    async diskSpace(path) {
      const { bavail, bfree, blocks, bsize } = await statfs(path);
      return { freeBytes: bavail * bsize, totalBytes: (blocks - bfree + bavail) * bsize };
    },
    hold: holdFile,
    withFolder
  };
}
var AT_ONCE_BYTES = 1e6;
async function read(path) {
  const found = statSync(path);
  return found.isFile() && found.size <= AT_ONCE_BYTES ? readFileSync(path) : readFile2(path);
}
async function withFolder(body) {
  const folder = await mkdtemp(join2(tmpdir(), "surelayer-"));
  try {
    return await body(folder);
  } finally {
    await rm2(folder, { recursive: true, force: true });
  }
}
async function readPart(path, start, end) {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
async function write(path, content, { executable = false } = {}) {
  await mkdir2(dirname3(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile2(temporary, content, { mode: executable ? 511 : 438 });
    await rename(temporary, path);
  } catch (error) {
    await rm2(temporary, { force: true });
    throw error;
  }
}

export {
  createNodeFiles
};
