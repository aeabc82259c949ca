import { join } from "node:path";
import { gitFault } from "../python/git-fault.ts";
import { gitSource } from "../python/git-source.ts";
import { privateGitFault } from "../python/index-url.ts";
import { ConflictError } from "../text/errors.ts";
import type { Git } from "./git-program.ts";
import type { AskedHost } from "./host-failure.ts";
import type { TreeEntry } from "./tree-entries.ts";

/** A repository that stands at a path of another one, at one commit. */
interface Submodule {
  readonly path: string;
  readonly url: string;
  readonly commit: string;
}

/** The repository with the submodules, and its name in messages. */
interface Parent extends AskedHost {
  /** Folder that it is checked out in. */
  readonly tree: string;
}

/**
 * Lists the submodules of a checked-out repository, without those that it marks as not needed (`update = none`).
 * @throws ConflictError for one whose address isn't known, or may not be asked.
 */
export async function submodulesOf(
  git: Git,
  repository: string,
  entries: readonly TreeEntry[],
  parent: Parent,
): Promise<readonly Submodule[]> {
  const links = entries.filter((one) => one.kind === "submodule");
  if (links.length === 0) return [];
  const isListed = entries.some((one) => one.path === ".gitmodules" && one.kind === "file");
  const config = ["config", "--file", join(parent.tree, ".gitmodules"), "--null", "--list"];
  const listed = isListed ? parseModules(await git.work(repository, config)) : [];
  return links.flatMap(({ path, id }) => {
    const module = listed.find((one) => one.path === path);
    if (module?.update === "none") return [];
    return [{ path, commit: id, url: addressOf(path, module?.url, parent) }];
  });
}

interface Listed {
  readonly path?: string;
  readonly url?: string;
  readonly update?: string;
}

/** Reads the output of `git config --null --list` for a `.gitmodules`. */
function parseModules(text: string): readonly Listed[] {
  const modules = new Map<string, Record<string, string>>();
  for (const record of text.split("\0")) {
    const [, name, key, value] = /^submodule\.(.+)\.(path|url|update)\n(.*)$/s.exec(record) ?? [];
    if (name === undefined || key === undefined || value === undefined) continue;
    modules.set(name, { ...modules.get(name), [key]: value });
  }
  return [...modules.values()];
}

/** A public repository may not lead into this network. A repository of this network was allowed, and so are its submodules. */
function addressOf(path: string, written: string | undefined, { subject, url }: Parent): string {
  const given = written === undefined ? undefined : absolute(written, url);
  const source = given === undefined ? undefined : gitSource(`git+${given}`);
  const fault = source ? gitFault(`git+${given}`, "submodule") : "has no address that git could ask";
  const isPublic = privateGitFault(url) === undefined;
  const hidden = source && isPublic ? privateGitFault(source.url) : undefined;
  if (source && fault === undefined && hidden === undefined) return source.url;
  throw new ConflictError(`The submodule ${path} of ${subject} can't be fetched: it ${fault ?? hidden}.`, {
    evidence: `.gitmodules of ${url}`,
    remedy: `Without it ${subject} would be incomplete: build its wheel once and name that, or name a fork that holds these files.`,
  });
}

/** As git reads it: relative ones from the parent's address, `user@host:path` as ssh. */
function absolute(written: string, parent: string): string | undefined {
  if (/^\.{1,2}\//.test(written)) return new URL(written, `${parent.replace(/\/*$/, "")}/`).href;
  const [, account, path] = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(written) ?? [];
  return account === undefined ? written : `ssh://${account}/${path?.replace(/^\/+/, "")}`;
}
