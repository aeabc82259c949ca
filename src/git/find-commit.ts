import { isCommitId } from "../python/git-source.ts";
import { ConflictError } from "../text/errors.ts";
import { closest } from "../text/spelling.ts";
import type { Remote } from "./ask-host.ts";
import { commitOf, fetchHistory } from "./fetch-commit.ts";
import { listRefs, type Ref } from "./list-refs.ts";

/** What a revision leads to. */
interface FoundCommit {
  readonly commit: string;
  /** Whether the revision should mean the same commit for ever, as a whole commit id or a release's tag does. */
  readonly lasting: boolean;
}

/**
 * Finds the commit that a revision means now. A tag goes before a branch of its name, as with git itself.
 * @param revision undefined for the default branch.
 * @throws ConflictError where there is none; RegistryError where the host doesn't answer.
 */
export async function findCommit(remote: Remote, revision: string | undefined): Promise<FoundCommit> {
  if (revision !== undefined && isCommitId(revision)) return { commit: revision, lasting: true };
  if (revision === undefined || revision.startsWith("refs/")) {
    const [ref] = await listRefs(remote, [revision ?? "HEAD"]);
    if (ref === undefined) throw absent(remote, revision, []);
    return { commit: ref.commit, lasting: false };
  }
  const refs = await listRefs(remote);
  const tag = refs.find((one) => one.name === `refs/tags/${revision}`);
  const ref = tag ?? refs.find((one) => one.name === `refs/heads/${revision}`);
  if (ref !== undefined) return { commit: ref.commit, lasting: ref === tag && isRelease(ref) };
  const commit = /^[0-9a-f]{7,63}$/.test(revision) ? await lengthened(remote, revision) : undefined;
  if (commit === undefined) throw absent(remote, revision, refs);
  return { commit, lasting: false };
}

/** Forges tag releases with annotated and with plain tags. A plain tag needs a version in its name: `nightly` moves each night. */
function isRelease({ annotated, name }: Ref): boolean {
  return annotated || /\d+\.\d+/.test(name);
}

/** Finds the commit whose id begins so, which takes the whole history. */
async function lengthened(remote: Remote, beginning: string): Promise<string | undefined> {
  await fetchHistory(remote);
  return commitOf(remote, beginning);
}

const MOST_SHOWN = 5;

function absent({ subject, url }: Remote, revision: string | undefined, refs: readonly Ref[]): ConflictError {
  if (revision === undefined) {
    return new ConflictError(`The repository of ${subject} has no default branch.`, {
      evidence: `${url}: no HEAD`,
      remedy: "Write a tag or a whole commit id behind an `@`.",
    });
  }
  const names = refs.map((one) => one.name.replace(/^refs\/(?:heads|tags)\//, ""));
  const near = nearest(revision, names);
  const tags = refs.filter((one) => one.name.startsWith("refs/tags/")).length;
  return new ConflictError(`The repository of ${subject} has no tag, branch or commit \`${revision}\`.`, {
    evidence: `${url}: ${refs.length - tags} branches and ${tags} tags, none of that name`,
    remedy:
      near.length > 0
        ? `Write one that it has, such as ${near.map((one) => `\`${one}\``).join(", ")}, or a whole commit id.`
        : "Write a tag that it has, or a whole commit id.",
  });
}

/** Suggestions: the name that was most likely meant, then names that contain it, then the last names. */
function nearest(revision: string, names: readonly string[]): readonly string[] {
  const meant = closest(revision, names);
  const bare = revision.replace(/^v/, "");
  const holding = names.filter((name) => name.includes(bare) || revision.includes(name));
  const order = [...(meant === undefined ? [] : [meant]), ...holding, ...names.toReversed()];
  return [...new Set(order)].slice(0, MOST_SHOWN);
}
