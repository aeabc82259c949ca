import { rcompare, valid } from "@renovatebot/pep440";
import type { Remote } from "./ask-host.ts";
import { fetchHistory } from "./fetch-commit.ts";
import { GitError } from "./git-program.ts";
import { listRefs } from "./list-refs.ts";

/** The facts about a commit that version tools ask git for. */
export interface CommitFacts {
  readonly commit: string;
  /** Time of the commit in ISO 8601, with the committer's offset. */
  readonly date: string;
  /** Output of `git describe --tags`: `v1.2`, or `v1.2-3-g0123456789ab` three commits later. */
  readonly description: string;
  /** Tags of exactly this commit. */
  readonly tags: readonly string[];
}

/** Digits of a short commit id: unique in any repository. With git's default the text would grow with the repository. */
const ABBREVIATED = 12;
/** Tags that version tools take for releases. */
const RELEASES = "*[0-9]*";

/**
 * Describes a commit by its own tags. Only a commit without a tag needs its history, which may be long.
 * @param remote with a scratch repository of its own for the history.
 */
export async function describeCommit(
  remote: Remote,
  { commit, date }: Pick<CommitFacts, "commit" | "date">,
): Promise<CommitFacts> {
  const refs = await listRefs(remote);
  const own = refs.filter((one) => one.commit === commit && one.name.startsWith("refs/tags/"));
  const tags = own.map((one) => one.name.slice("refs/tags/".length)).sort();
  const [release] = tags.filter((one) => /\d/.test(one)).sort(newestFirst);
  const description = release === undefined ? await fromHistory(remote, commit) : exactly(release, commit);
  return { commit, date, tags, description };
}

function newestFirst(a: string, b: string): number {
  const [one, other] = [versionIn(a), versionIn(b)];
  if (one !== undefined && other !== undefined) return rcompare(one, other);
  if (one === undefined && other === undefined) return a < b ? 1 : -1;
  return one === undefined ? 1 : -1;
}

function versionIn(tag: string): string | undefined {
  const text = /\d.*$/.exec(tag)?.[0] ?? "";
  return valid(text) ?? undefined;
}

/** Readers cut the text at its last two dashes. So a tag that holds dashes is written in the long form. */
function exactly(tag: string, commit: string): string {
  return tag.split("-").length < 3 ? tag : `${tag}-0-g${commit.slice(0, ABBREVIATED)}`;
}

async function fromHistory(remote: Remote, commit: string): Promise<string> {
  await fetchHistory(remote, commit);
  const { git, repository } = remote;
  try {
    const options = ["--tags", "--long", `--abbrev=${ABBREVIATED}`, `--match=${RELEASES}`];
    return (await git.work(repository, ["describe", ...options, commit])).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    // No earlier commit has a tag: version tools then count all commits.
    const count = (await git.work(repository, ["rev-list", "--count", commit])).trim();
    return `0.0-${count}-g${commit.slice(0, ABBREVIATED)}`;
  }
}
