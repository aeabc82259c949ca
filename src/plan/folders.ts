import { entryBytes, folderBlocks } from "./file-blocks.ts";

/** Folders of a layer by absolute path, each with the names that the layer adds to it. */
export type Folders = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Folders that a layer holds for these files, up to the root: a folder that the image below has already is in the layer
 * once more, because overlay file systems copy it up.
 */
export function foldersOf(paths: Iterable<string>): Folders {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    let at = path.lastIndexOf("/");
    let name = path.slice(at + 1);
    let folder = path.slice(0, at);
    for (;;) {
      const names = folders.get(folder);
      names?.add(name);
      if (names) break;
      folders.set(folder, new Set([name]));
      if (folder === "") break;
      at = folder.lastIndexOf("/");
      name = folder.slice(at + 1);
      folder = folder.slice(0, at);
    }
  }
  return folders;
}

/** The folders of all together: what two distributions share counts once. */
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
    let entries = 0;
    for (const name of names) entries += entryBytes(name);
    blocks += folderBlocks(entries);
  }
  return blocks;
}
