import { relative } from "node:path";
import type { Files } from "../ports/machine.ts";
import type { Asked } from "./outline.ts";
import { namedPath } from "./python-projects/direct-request.ts";

/** No repository has so many wheels and archives of its own. */
const MOST_PATHS = 500;

interface Repository {
  readonly files: Pick<Files, "exists">;
  /** Absolute path. Files outside of it aren't taken. */
  readonly root: string;
}

/**
 * Looks for the files that requirements name by path.
 * @param locate gives the absolute paths that a path may mean, the most likely first.
 */
export async function findFiles(
  asked: readonly Asked[],
  locate: (path: string) => readonly string[],
  at: Repository,
): Promise<readonly Asked[]> {
  const paths = asked.flatMap((one) => namedPath(one.text) ?? []);
  const found = new Map<string, string | undefined>();
  for (const path of [...new Set(paths)].slice(0, MOST_PATHS))
    found.set(path, await firstFile(locate(path), at));
  return asked.map((one) => {
    const file = found.get(namedPath(one.text) ?? "");
    return file === undefined ? one : { ...one, file };
  });
}

async function firstFile(
  candidates: readonly string[],
  { files, root }: Repository,
): Promise<string | undefined> {
  for (const candidate of candidates) {
    const isFile = (await files.exists(candidate)) && !(await files.exists(`${candidate}/.`));
    if (isInside(root, candidate) && isFile) return candidate;
  }
  return undefined;
}

/** Whether an absolute path is the folder `root` or lies in it. */
export function isInside(root: string, path: string): boolean {
  return !/^\.\.(?:\/|$)/.test(relative(root, path));
}
