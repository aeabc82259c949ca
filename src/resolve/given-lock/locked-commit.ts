import { gitFault } from "../../python/git-fault.ts";
import {
  type GitCommit,
  type GitSource,
  gitAddress,
  gitCommit,
  isCommitId,
} from "../../python/git-source.ts";
import { privateGitFault } from "../../python/index-url.ts";
import type { LockedFile } from "../../python/lock.ts";
import type { VersionControl } from "../../python/pylock.ts";

/** A commit that a lock names. */
export interface LockedCommit extends GitCommit {
  /** The tag, branch or id that it was found by, where the lock says so. */
  readonly requested: string | undefined;
}

/** Why a commit can't be taken as a lock names it. */
export function commitFault(vcs: VersionControl, name: string, allowPrivate: boolean): string | undefined {
  if (vcs.type !== "git" || vcs.url === undefined) {
    return "is locked as a version-control checkout that isn't git's by its address; lock it by name and version from an index";
  }
  if (!isCommitId(vcs["commit-id"])) return "is locked without a whole commit id; lock it again";
  const fault = gitFault(`git+${addressOf(vcs)}`, name);
  if (fault !== undefined) return fault;
  return allowPrivate ? undefined : privateFault(vcs.url);
}

function privateFault(url: string): string | undefined {
  const fault = privateGitFault(url);
  return fault && `is locked at an address that ${fault}`;
}

/** Only of one without fault. */
export function lockedCommit(vcs: VersionControl): LockedCommit | undefined {
  const commit = gitCommit(`git+${addressOf(vcs)}`);
  return commit && { ...commit, requested: vcs["requested-revision"] };
}

function addressOf({ url = "", subdirectory, "commit-id": commit }: VersionControl): string {
  return `${url}@${commit}${subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`}`;
}

/** `packages.vcs` of a file that a plan has packed from a commit; undefined for any other file. */
export function commitTable({ url, revision }: LockedFile): VersionControl | undefined {
  const commit = gitCommit(url);
  if (commit === undefined) return undefined;
  return {
    ...{ type: "git", url: commit.url },
    ...(revision !== undefined && { "requested-revision": revision }),
    "commit-id": commit.revision,
    ...(commit.subdirectory !== undefined && { subdirectory: commit.subdirectory }),
  };
}

/** Why the commit that is locked isn't what the manifest asks for. */
export function otherCommit(
  name: string,
  asked: GitSource,
  locked: LockedCommit | undefined,
): string | undefined {
  const wanted = `the manifest names ${name} at ${gitAddress(asked)}`;
  if (locked === undefined) return `${wanted}, and it is locked as a file`;
  const address = gitAddress({ ...locked, revision: asked.revision });
  if (address !== gitAddress(asked)) return `${wanted}, and it is locked at ${gitAddress(locked)}`;
  const { revision = "HEAD" } = asked;
  if (isCommitId(revision) ? revision === locked.revision : revision === (locked.requested ?? "HEAD"))
    return undefined;
  const requested = locked.requested === undefined ? "" : `, for \`${locked.requested}\``;
  return `${wanted}, and it is locked at commit ${locked.revision}${requested}`;
}
