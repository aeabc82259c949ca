import { join } from "node:path";
import { archivalText, asksForTags, hasFormat, withFormat } from "./archival-text.ts";
import type { Remote } from "./ask-host.ts";
import { attributed, type CheckedOut } from "./check-out.ts";
import { type CommitFacts, describeCommit } from "./describe-commit.ts";
import type { GitPorts } from "./git-program.ts";

interface ArchivalInput {
  readonly remote: Remote;
  readonly commit: string;
  /** Of the commit, as ISO 8601 has it. */
  readonly date: string;
  readonly tree: string;
  /** Folder of the Python project in it; empty for the whole. */
  readonly project: string;
  readonly checkedOut: CheckedOut;
}

const ARCHIVAL = ".git_archival.txt";
const PROJECT_FILES = ["pyproject.toml", "setup.py", "setup.cfg"];
/** These tools read `.git_archival.txt` where git is missing. */
const READS_ARCHIVAL =
  /setuptools[-_.]scm|hatch[-_.]vcs|vcs[-_.]versioning|flit[-_.]scm|versioningit|versioneer/;
/** These tools find no version without git. */
const NEEDS_GIT =
  /["'](pbr|dunamai|setuptools[-_]git[-_]versioning|uv-dynamic-versioning|poetry-dynamic-versioning)\b/;

/**
 * Fills in the files that version tools read instead of git, because the project is built without git. Tags and history
 * are fetched only if a tool of the project reads them: a tag that is added tomorrow makes another archive.
 * @returns remarks for the user, sentences about the project without its name.
 */
export async function fillArchival(input: ArchivalInput, ports: GitPorts): Promise<readonly string[]> {
  const { remote, commit, date, tree, project, checkedOut } = input;
  const read = (path: string) => (checkedOut.files.has(path) ? ports.files.readText(join(tree, path)) : "");
  const build = (await Promise.all(PROJECT_FILES.map((name) => read(join(project, name))))).join("\n");
  const templates = new Map<string, string>();
  for (const path of await attributed(remote, tree, "export-subst")) {
    const text = await read(path);
    if (hasFormat(text)) templates.set(path, text);
  }
  const wantsTags = READS_ARCHIVAL.test(build) || [...templates.values()].some(asksForTags);
  const plain: CommitFacts = { commit, date, description: "", tags: [] };
  const history = { ...remote, repository: join(remote.git.folder, "history") };
  const facts = wantsTags ? await describeCommit(history, plain) : plain;
  for (const [path, text] of templates) await ports.files.write(join(tree, path), withFormat(text, facts));
  if (READS_ARCHIVAL.test(build)) {
    for (const path of new Set([ARCHIVAL, join(project, ARCHIVAL)])) {
      const text = await read(path);
      if (text === "" || hasFormat(text)) await ports.files.write(join(tree, path), archivalText(facts));
    }
  }
  const tool = NEEDS_GIT.exec(build)?.[1];
  if (tool === undefined) return [];
  return [
    `asks git for its version by ${tool}, and there is no git where it is built: look whether its version is right.`,
  ];
}
