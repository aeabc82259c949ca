import { createReadStream } from "node:fs";
import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { messageOf, UsageError } from "../text/errors.ts";

/** The oldest date that every archive format can hold. With real times, each clone would make a different archive. */
const OLDEST_TIME = new Date("1980-01-01T00:00:00Z");

/** Traces of running and versioning the files; with them, each machine would make a different layer. */
const LEFT_OUT: ReadonlySet<string> = new Set(["__pycache__", ".git", ".DS_Store"]);

interface Entry {
  readonly source: string;
  /** Path in the archive, without a leading slash. */
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink";
  readonly mode: number;
  readonly bytes: number;
  readonly link: string | undefined;
}

/**
 * A tar archive of a file or folder, the same bytes for the same content: sorted, owned by root, one time for all, modes
 * 0644 and 0755. A file becomes `target`, or lies in it when `target` ends with a slash; the content of a folder lies
 * below `target`. Parent folders stay out of the archive, so that it changes no modes of existing folders.
 * @throws UsageError for symbolic links that leave the source, and for sockets, pipes and devices.
 */
export async function packFolder(source: string, target: string, time = OLDEST_TIME): Promise<Readable> {
  const stat = await lstat(source);
  if (stat.isSymbolicLink()) throw refuse(source, "is itself a symbolic link; name what it points to");
  const root = stat.isDirectory() ? source : dirname(source);
  const path = target.endsWith("/") && !stat.isDirectory() ? `${target}${basename(source)}` : target;
  const name = path.replaceAll(/^\/+|\/+$/gu, "");
  const entries = await collect(source, name, root);
  const [first, ...inner] = entries;
  // Only an empty folder needs an entry of its own.
  const kept = first?.kind === "directory" && (inner.length > 0 || name === "") ? inner : entries;
  const archive = pack();
  fill(archive, kept, time).catch((error: unknown) =>
    archive.destroy(error instanceof Error ? error : new Error(messageOf(error))),
  );
  // tar-stream makes streams of streamx; the engine's client wants a stream of Node.
  return Readable.from(archive, { objectMode: false });
}

async function collect(source: string, name: string, root: string): Promise<readonly Entry[]> {
  const stat = await lstat(source);
  const common = { source, name, bytes: 0, link: undefined };
  if (stat.isFile())
    return [{ ...common, kind: "file", mode: stat.mode & 0o100 ? 0o755 : 0o644, bytes: stat.size }];
  if (stat.isSymbolicLink())
    return [{ ...common, kind: "symlink", mode: 0o777, link: await innerLink(source, root) }];
  if (!stat.isDirectory()) throw refuse(source, "is neither a file nor a folder nor a symbolic link");
  const children: Entry[] = [];
  // Code units, not the locale: the order must be the same everywhere.
  for (const child of (await readdir(source)).filter((name) => !LEFT_OUT.has(name)).sort()) {
    children.push(...(await collect(join(source, child), name === "" ? child : `${name}/${child}`, root)));
  }
  return [{ ...common, kind: "directory", mode: 0o755 }, ...children];
}

/** A link's text. @throws UsageError if the link leads out of the source, as written or as the file system follows it. */
async function innerLink(source: string, root: string): Promise<string> {
  const link = await readlink(source);
  const written = resolve(dirname(source), link);
  const followed = await realpath(source).catch(() => undefined);
  const inside =
    !link.startsWith("/") &&
    isInside(written, resolve(root)) &&
    (followed === undefined || isInside(followed, await realpath(root)));
  if (!inside) throw refuse(source, `is a symbolic link to ${link}, which lies outside ${root}`);
  return link;
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

function refuse(source: string, why: string): UsageError {
  return new UsageError(`${source} ${why}.`, {
    remedy:
      "Put a copy of the file in its place, or leave it out: only what lies in the folder goes into the image.",
  });
}

async function fill(archive: Pack, entries: readonly Entry[], time: Date): Promise<void> {
  for (const entry of entries) {
    const header = {
      ...{
        name: entry.kind === "directory" ? `${entry.name}/` : entry.name,
        type: entry.kind,
        mode: entry.mode,
      },
      ...{ uid: 0, gid: 0, uname: "root", gname: "root", mtime: time, size: entry.bytes },
      ...(entry.link !== undefined && { linkname: entry.link }),
    };
    if (entry.kind !== "file") archive.entry(header);
    else if (entry.bytes === 0) archive.entry(header, "");
    else {
      // A file that grows meanwhile is cut at the size in its header; a file that shrinks is an error.
      const content = createReadStream(entry.source, { end: entry.bytes - 1 });
      await pipeline(content, archive.entry(header) as unknown as NodeJS.WritableStream);
    }
  }
  archive.finalize();
}
