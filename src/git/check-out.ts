import { join } from "node:path";
import { ConflictError } from "../text/errors.ts";
import type { Remote } from "./ask-host.ts";
import { fetchCommit } from "./fetch-commit.ts";
import { type GitPorts, gitEvidence } from "./git-program.ts";
import { submodulesOf } from "./submodules.ts";
import { treeEntries } from "./tree-entries.ts";

/** No package's source is larger. An archive by address has the same limit. */
const MAX_BYTES = 512 * 1024 * 1024;
const MAX_SUBMODULES = 50;

/** The files that are on this machine now. */
export interface CheckedOut {
  /** Paths of all regular files, those of submodules included. No links: a link may lead to a file of this machine. */
  readonly files: ReadonlySet<string>;
  /** Paths at which Git LFS left a pointer instead of the file. */
  readonly pointers: readonly string[];
}

interface Task {
  readonly remote: Remote;
  readonly commit: string;
  /** Folder that gets the files, and its path within the whole check-out. */
  readonly tree: string;
  readonly prefix: string;
}

/**
 * Writes the files of a commit and of its submodules into a folder, as an unconfigured git writes them.
 * @throws ConflictError where the commit or a submodule can't be had, or is too large.
 */
export async function checkOut(
  remote: Remote,
  commit: string,
  tree: string,
  ports: Pick<GitPorts, "files">,
): Promise<CheckedOut> {
  const tasks: Task[] = [{ remote, commit, tree, prefix: "" }];
  const found = { files: new Set<string>(), pointers: [] as string[] };
  let bytes = 0;
  for (let done = 0; done < tasks.length; done++) {
    const task = tasks[done] as Task;
    if (done > MAX_SUBMODULES) throw tooMuch(remote, `${MAX_SUBMODULES} submodules`);
    await fetchCommit(task.remote, task.commit);
    const entries = await treeEntries(remote.git, task.remote.repository, task.commit);
    bytes += entries.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > MAX_BYTES) throw tooMuch(remote, `${MAX_BYTES / 1024 / 1024} MiB of files`);
    await writeFiles(task, ports);
    const regular = entries.filter((one) => one.kind === "file").map((one) => one.path);
    for (const path of regular) found.files.add(`${task.prefix}${path}`);
    found.pointers.push(...(await lfsPointers(task, new Set(regular), ports)));
    const parent = { subject: task.remote.subject, url: task.remote.url, tree: task.tree };
    const inside = await submodulesOf(remote.git, task.remote.repository, entries, parent);
    tasks.push(...inside.map((one, index) => below(task, one, tasks.length + index)));
  }
  return found;
}

function below(
  { remote, tree, prefix }: Task,
  one: { path: string; url: string; commit: string },
  number: number,
): Task {
  const repository = join(remote.git.folder, `submodule-${number}`);
  const subject = `${remote.subject}'s submodule ${one.path}`;
  return {
    remote: { ...remote, repository, subject, url: one.url },
    commit: one.commit,
    tree: join(tree, one.path),
    prefix: `${prefix}${one.path}/`,
  };
}

async function writeFiles({ remote, commit, tree }: Task, { files }: Pick<GitPorts, "files">): Promise<void> {
  // This write makes the folder: git doesn't create its own work tree.
  await files.write(join(tree, KEEP), "");
  await remote.git.work(remote.repository, ["read-tree", commit], tree);
  await remote.git.work(remote.repository, ["checkout-index", "--all", "--force", "--quiet"], tree);
}

/** No file of a repository has this path: git checks nothing out into `.git`, and archives leave `.git` out. */
const KEEP = ".git/keep";

const POINTER = "version https://git-lfs.";

async function lfsPointers(
  { remote, tree, prefix }: Task,
  regular: ReadonlySet<string>,
  { files }: Pick<GitPorts, "files">,
): Promise<readonly string[]> {
  const paths = await attributed(remote, tree, "filter=lfs");
  const found: string[] = [];
  for (const path of paths.filter((one) => regular.has(one))) {
    const content = await files.read(join(tree, path)).catch(() => undefined);
    if (content && new TextDecoder().decode(content.subarray(0, POINTER.length)) === POINTER) {
      found.push(`${prefix}${path}`);
    }
  }
  return found;
}

/** Paths with an attribute, by the repository's own `.gitattributes`. */
export async function attributed(
  { git, repository }: Remote,
  tree: string,
  attribute: string,
): Promise<readonly string[]> {
  const listed = await git.work(repository, ["ls-files", "-z", "--", `:(attr:${attribute})`], tree);
  return listed.split("\0").filter(Boolean);
}

function tooMuch({ subject, url }: Remote, what: string): ConflictError {
  return new ConflictError(
    `The repository of ${subject} holds more than ${what}, which is no source of a package.`,
    {
      evidence: gitEvidence(url),
      remedy: "Build its wheel once and name that.",
    },
  );
}
