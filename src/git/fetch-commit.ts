import { ConflictError } from "../text/errors.ts";
import { askHost, type Remote, tryHost } from "./ask-host.ts";
import { GitError } from "./git-program.ts";
import { hostFailure } from "./host-failure.ts";

const ALL = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

/** Answers of hosts that give no commit by its id, or none without its history. */
const BY_NAME_ONLY =
  /unadvertised object|not our ref|(?:couldn't find|no such) remote ref|dumb http transport|does not support (?:shallow|--depth)|shallow/i;

/**
 * Fetches one commit without its history, or all branches and tags if the host gives nothing less.
 * @throws ConflictError where the repository has no such commit (any more).
 */
export async function fetchCommit(remote: Remote, commit: string): Promise<void> {
  const { repository, url, git } = remote;
  await git.init(repository, commit);
  const shallow = await tryHost(remote, ["fetch", "--quiet", "--depth=1", "--no-tags", "--", url, commit]);
  if (shallow.exitCode !== 0) {
    if (!BY_NAME_ONLY.test(shallow.stderr)) throw hostFailure(remote, shallow.stderr);
    await askHost(remote, ["fetch", "--quiet", "--", url, ...ALL]);
  }
  const found = await commitOf(remote, commit);
  if (found === commit) return;
  throw new ConflictError(
    found === undefined
      ? `The repository of ${remote.subject} has no commit ${commit}.`
      : `${commit} is no commit of ${remote.subject}'s repository, but a tag's own object.`,
    {
      evidence: `${url}: ${found === undefined ? "not among its branches and tags, nor given by its id" : `it leads to ${found}`}`,
      remedy:
        found === undefined
          ? "It was never pushed there, or a forced push removed it: write a commit that the repository has."
          : `Write ${found}.`,
    },
  );
}

/** Fetches all commits of branches and tags, their files left out where the host can. */
export async function fetchHistory(remote: Remote, commit = ""): Promise<void> {
  const { git, repository, url } = remote;
  await git.init(repository, commit);
  await git.work(repository, ["config", "remote.origin.url", url]);
  const more = commit === "" ? [] : [commit];
  const fetch = ["fetch", "--quiet", "--filter=tree:0", "origin", ...ALL];
  const all = await tryHost(remote, [...fetch, ...more]);
  // A host that refuses commit ids has the commit in a branch or tag: it was found there.
  if (all.exitCode !== 0) await askHost(remote, fetch);
}

/** Finds the fetched commit that has this id, or the only one whose id begins so. */
export async function commitOf({ git, repository }: Remote, id: string): Promise<string | undefined> {
  try {
    return (await git.work(repository, ["rev-parse", "--verify", "--quiet", `${id}^{commit}`])).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
