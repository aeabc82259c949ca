import { entryBytes, folderBlocks } from "./file-blocks.ts";

/** Folders of a layer by absolute path, each with the names that the layer adds to it. */
export type Folders = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Folders that a layer holds for these files, up to the root: a folder that the image below has already is in the layer
 * once more, because overlay file systems copy it up.
 * @param paths below `root`; absolute where none is given.
 */
export function foldersOf(paths: Iterable<string>, root = ""): Folders {
  const folders = new Map<string, Set<string>>();
  let last: string | undefined;
  let names = new Set<string>();
  for (const path of paths) {
    const at = path.lastIndexOf("/");
    // A wheel's files come folder by folder.
    if (last === undefined || at !== last.length || !path.startsWith(last)) {
      last = path.slice(0, Math.max(0, at));
      names = namesIn(last === "" || root === "" ? root + last : `${root}/${last}`, folders);
    }
    names.add(path.slice(at + 1));
  }
  return folders;
}

/** The names in a folder. Adds the folder and those above it where they are missing. */
function namesIn(folder: string, folders: Map<string, Set<string>>): Set<string> {
  const known = folders.get(folder);
  if (known) return known;
  const names = new Set<string>();
  folders.set(folder, names);
  if (folder !== "") {
    const at = folder.lastIndexOf("/");
    namesIn(folder.slice(0, at), folders).add(folder.slice(at + 1));
  }
  return names;
}

/** Merges folders. A folder of two distributions is there once, with the names of both. */
export function mergeFolders(all: Iterable<Folders>): Folders {
  const merged = new Map<string, ReadonlySet<string>>();
  // Nearly every folder is one distribution's alone, and its names are taken as they are.
  const shared = new Map<string, Set<string>>();
  for (const folders of all) {
    for (const [folder, names] of folders) {
      const known = merged.get(folder);
      const together = known && (shared.get(folder) ?? new Set(known));
      if (together) {
        for (const name of names) together.add(name);
        shared.set(folder, together);
      }
      merged.set(folder, together ?? names);
    }
  }
  return merged;
}

/** Bytes on disk of the folders themselves; the root is every layer's own and counts nothing. */
export function foldersBlocks(folders: Folders): number {
  let blocks = 0;
  for (const [folder, names] of folders) {
    if (folder === "") continue;
    blocks += blocksOf(names);
  }
  return blocks;
}

/** A folder is counted for its distribution and for its layer: nearly always the same names. */
const counted = new WeakMap<ReadonlySet<string>, number>();

function blocksOf(names: ReadonlySet<string>): number {
  const known = counted.get(names);
  if (known !== undefined) return known;
  let entries = 0;
  for (const name of names) entries += entryBytes(name);
  const blocks = folderBlocks(entries);
  counted.set(names, blocks);
  return blocks;
}

/** Whether RECORD names a file outside of site-packages. */
export function isOutside(path: string): boolean {
  return path.startsWith("../");
}

/** RECORD names files relative to site-packages, `folder`, and those outside of it by `../`. */
export function absolutePath(folder: string, path: string): string {
  if (!isOutside(path)) return `${folder}/${path}`;
  const parts = folder.split("/");
  const rest = path.split("/");
  while (rest[0] === "..") {
    rest.shift();
    parts.pop();
  }
  return [...parts, ...rest].join("/");
}
