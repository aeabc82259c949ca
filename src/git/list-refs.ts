import { askHost, type Remote } from "./ask-host.ts";

/** A branch, tag or other name of a commit on a host. */
export interface Ref {
  /** Whole, such as `refs/tags/v1.0`; `HEAD` for the default branch. */
  readonly name: string;
  /** The commit that the name leads to; behind an annotated tag, the tagged commit. */
  readonly commit: string;
  /** A tag with an object of its own. */
  readonly annotated: boolean;
}

/** Branches and tags of a repository, or exactly the names asked for. */
export async function listRefs(remote: Remote, names: readonly string[] = []): Promise<readonly Ref[]> {
  const wanted = new Set(names);
  const which = names.length === 0 ? ["--heads", "--tags"] : [];
  const asked = names.flatMap((one) => [one, `${one}^{}`]);
  const args = ["ls-remote", "--quiet", ...which, "--", remote.url, ...asked];
  const refs = parseRefs(await askHost(remote, args));
  return names.length === 0 ? refs : refs.filter((one) => wanted.has(one.name));
}

/** Reads the output of `git ls-remote`, in which `name^{}` is the commit behind an annotated tag. */
function parseRefs(text: string): readonly Ref[] {
  const found = new Map<string, Ref>();
  for (const line of text.split("\n")) {
    const [, commit, name, peeled] = /^([0-9a-f]{40,64})\t([^\s^]{1,1000})(\^\{\})?$/.exec(line) ?? [];
    if (commit === undefined || name === undefined) continue;
    found.set(name, { name, commit, annotated: peeled !== undefined });
  }
  return [...found.values()];
}
