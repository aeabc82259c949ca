import { relative } from "node:path";
import type { Files } from "../host/ports.ts";
import { namedPath } from "./direct-request.ts";
import type { Asked } from "./outline.ts";

interface Repository {
  readonly files: Pick<Files, "exists">;
  /** Nothing outside of it is taken; an absolute path. */
  readonly root: string;
}

/**
 * Looks for the files that requirements name by their paths.
 * @param locate the places that a path may mean, most likely first; absolute paths.
 */
export async function findFiles(
  asked: readonly Asked[],
  locate: (path: string) => readonly string[],
  at: Repository,
): Promise<readonly Asked[]> {
  return Promise.all(
    asked.map(async (one) => {
      const path = namedPath(one.text);
      if (path === undefined) return one;
      const file = await firstFile(locate(path), at);
      return file === undefined ? one : { ...one, file };
    }),
  );
}

async function firstFile(
  candidates: readonly string[],
  { files, root }: Repository,
): Promise<string | undefined> {
  for (const candidate of candidates) {
    const isInside = !/^\.\.(?:\/|$)/.test(relative(root, candidate));
    const isFile = (await files.exists(candidate)) && !(await files.exists(`${candidate}/.`));
    if (isInside && isFile) return candidate;
  }
  return undefined;
}
