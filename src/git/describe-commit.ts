import { rcompare, valid } from "@renovatebot/pep440";
import type { Remote } from "./ask-host.ts";
import { fetchHistory } from "./fetch-commit.ts";
import { GitError } from "./git-program.ts";
import { listRefs } from "./list-refs.ts";

/** What version tools ask git about a commit. */
export interface CommitFacts {
  readonly commit: string;
  /** Of the commit, as ISO 8601 has it with the committer's own offset. */
  readonly date: string;
  /** As `git describe --tags` says it: `v1.2`, or `v1.2-3-g0123456789ab` three commits later. */
  readonly description: string;
  /** Tags of exactly this commit. */
  readonly tags: readonly string[];
}

/** Long enough to be the only one in any repository: with git's own choice the text would grow with the repository. */
const ABBREVIATED = 12;
/** What version tools take for a release. */
const RELEASES = "*[0-9]*";

/**
 * Asks for a commit's tags, and for its history only where none is its own: that may be long.
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

/** Readers cut the last two dashes off, so a tag with such has to say them itself. */
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
    // Nothing is tagged before it: version tools then count all commits.
    const count = (await git.work(repository, ["rev-list", "--count", commit])).trim();
    return `0.0-${count}-g${commit.slice(0, ABBREVIATED)}`;
  }
}
