/** A commit of a git repository that a phase asks for, as the manifest writes it. */
export interface GitSource {
  /** As git is asked: `https://…`, `http://…` or `ssh://…`, without revision. */
  readonly url: string;
  /** A whole commit id, the beginning of one, a tag, a branch or a name such as `refs/pull/1/head`; undefined for the default branch. */
  readonly revision: string | undefined;
  /** Folder of the Python project, where it isn't the repository's own. */
  readonly subdirectory: string | undefined;
}

/** A repository at one commit. */
export interface GitCommit extends GitSource {
  readonly revision: string;
}

/** Whether an address is one of version control: `git+https://…`, `hg+http://…`. */
export function isVersionControl(address: string): boolean {
  return /^[a-z][a-z0-9.-]*\+/i.test(address);
}

/** Takes `git+https://host/path@revision#subdirectory=path` apart; undefined for what isn't an address of git. */
export function gitSource(address: string): GitSource | undefined {
  const text = address.startsWith("git+") ? address.slice("git+".length) : "";
  if (!/^(?:https?|ssh):\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, host, pathname, hash } = new URL(text);
  const at = pathname.lastIndexOf("@");
  const path = at < 0 ? pathname : pathname.slice(0, at);
  return {
    url: `${protocol}//${username === "" ? "" : `${username}@`}${host}${path}`,
    revision: at < 0 ? undefined : pathname.slice(at + 1),
    subdirectory: /^#subdirectory=(.+)$/.exec(hash)?.[1]?.replace(/\/+$/, ""),
  };
}

/** The address of a repository or commit, in the one spelling that plans and comparisons use. */
export function gitAddress({ url, revision, subdirectory }: GitSource): string {
  const at = revision === undefined ? "" : `@${revision}`;
  return `git+${url}${at}${subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`}`;
}

/** Whether a revision is a whole commit id, of SHA-1 or SHA-256, and so can't move. */
export function isCommitId(revision: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

/** The commit that an address of a plan or lock names; undefined for any other address. */
export function gitCommit(address: string): GitCommit | undefined {
  const source = gitSource(address);
  const { revision } = source ?? {};
  return source && revision !== undefined && isCommitId(revision) ? { ...source, revision } : undefined;
}

/** What a repository is called, e.g. `whisperX`. */
export function repositoryName({ url }: Pick<GitSource, "url">): string {
  return (
    url
      .replace(/\/+$/, "")
      .replace(/\.git$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}
