import type { Folders } from "./folders.ts";

/** A path at which more than one distribution has something, and at least one of them a file. */
export interface CommonPath<T> {
  /** Absolute. */
  readonly path: string;
  readonly owners: readonly T[];
  /** Those of them that have a folder there. */
  readonly withFolder: readonly T[];
}

/** What distributions bring to one path. Folders that all of them have are common to them, and no matter. */
export function commonPaths<T extends { readonly folders: Folders }>(
  distributions: readonly T[],
): readonly CommonPath<T>[] {
  const holders = new Map<string, T[]>();
  for (const one of distributions) {
    for (const folder of one.folders.keys()) {
      const known = holders.get(folder);
      if (known) known.push(one);
      else holders.set(folder, [one]);
    }
  }
  return [...holders].flatMap(([folder, owners]) => {
    if (owners.length === 1) return [];
    return [...byName(folder, owners)]
      .filter(([, bringing]) => bringing.length > 1)
      .map(([name, bringing]) => {
        const path = `${folder}/${name}`;
        return { path, owners: bringing, withFolder: holders.has(path) ? withFolder(path, bringing) : [] };
      })
      .filter((one) => one.withFolder.length < one.owners.length);
  });
}

function byName<T extends { readonly folders: Folders }>(folder: string, owners: readonly T[]) {
  const names = new Map<string, T[]>();
  for (const one of owners) {
    for (const name of one.folders.get(folder) ?? []) {
      const known = names.get(name);
      if (known) known.push(one);
      else names.set(name, [one]);
    }
  }
  return names;
}

function withFolder<T extends { readonly folders: Folders }>(
  path: string,
  owners: readonly T[],
): readonly T[] {
  return owners.filter((one) => one.folders.has(path));
}
