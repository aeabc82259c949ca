import type { Git } from "./git-program.ts";

/** One path of a commit. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: "file" | "link" | "submodule";
  /** Id of the object; of a submodule, its commit. */
  readonly id: string;
  /** Of a file, as git keeps it. */
  readonly bytes: number;
}

/** Everything in a commit, folders apart. */
export async function treeEntries(
  git: Git,
  repository: string,
  commit: string,
): Promise<readonly TreeEntry[]> {
  return parseTree(await git.work(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit]));
}

/** Reads what `git ls-tree -l -z` prints: mode, type, id and size, a tab, the path. */
function parseTree(text: string): readonly TreeEntry[] {
  return text.split("\0").flatMap((record) => {
    const [, mode, id, size, path] = /^(\d{6}) \w+ ([0-9a-f]{40,64}) +(\d+|-)\t(.+)$/s.exec(record) ?? [];
    if (mode === undefined || id === undefined || path === undefined) return [];
    return [{ path, kind: KINDS[mode] ?? "file", id, bytes: size === "-" ? 0 : Number(size) }];
  });
}

const KINDS: Readonly<Record<string, TreeEntry["kind"]>> = { "120000": "link", "160000": "submodule" };
