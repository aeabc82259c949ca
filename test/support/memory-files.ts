import type { Readable } from "node:stream";
import { extract } from "tar-stream";
import { EngineError } from "../../src/text/errors.ts";

/** Path → content; folders have none. */
export type FileTree = Map<string, Uint8Array | null>;

/** What a container sees: its own changes over the image's layers, with volumes in front of both. */
export interface FileView {
  read(path: string): Uint8Array | undefined;
  write(path: string, content: Uint8Array | null): void;
  isFolder(path: string): boolean;
}

export interface MountedTree {
  readonly target: string;
  readonly readOnly: boolean;
  readonly tree: FileTree;
}

export function fileView(
  layers: readonly FileTree[],
  own: FileTree,
  mounts: readonly MountedTree[],
): FileView {
  const placeOf = (path: string): { trees: readonly FileTree[]; readOnly: boolean } => {
    const mount = mounts.find(({ target }) => path === target || path.startsWith(`${target}/`));
    return mount
      ? { trees: [mount.tree], readOnly: mount.readOnly }
      : { trees: [...layers, own], readOnly: false };
  };
  const keys = (path: string): string[] => placeOf(path).trees.flatMap((tree) => [...tree.keys()]);
  return {
    read(path) {
      return (
        placeOf(path)
          .trees.findLast((tree) => tree.has(path))
          ?.get(path) ?? undefined
      );
    },
    write(path, content) {
      const { trees, readOnly } = placeOf(path);
      if (readOnly) throw new EngineError(`${path} is on a read-only volume.`);
      trees.at(-1)?.set(path, content);
    },
    isFolder(path) {
      if (path === "/" || mounts.some(({ target }) => target === path || target.startsWith(`${path}/`)))
        return true;
      const content = placeOf(path)
        .trees.findLast((tree) => tree.has(path))
        ?.get(path);
      return content === null || keys(path).some((key) => key.startsWith(`${path}/`));
    },
  };
}

/** Unpacks an uncompressed tar archive below a folder. */
export async function unpack(archive: Readable, path: string, view: FileView): Promise<void> {
  if (!view.isFolder(path)) throw new EngineError(`There is no folder ${path} in the container.`);
  for await (const entry of archive.pipe(extract())) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const target = `${path === "/" ? "" : path}/${entry.header.name.replace(/\/$/, "")}`;
    view.write(target, entry.header.type === "directory" ? null : Buffer.concat(chunks));
  }
}
