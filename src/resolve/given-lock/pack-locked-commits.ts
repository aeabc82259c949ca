import { packCommit } from "../../git/pack-commit.ts";
import type { Ports } from "../../ports/ports.ts";
import { gitAddress } from "../../python/git-source.ts";
import type { GivenPackage } from "./given-lock.ts";

/** A lock's packages with the archives of its commits, fetched where this machine's cache doesn't hold them. */
export async function packLockedCommits(
  packages: ReadonlyMap<string, GivenPackage>,
  ports: Ports,
): Promise<ReadonlyMap<string, GivenPackage>> {
  const found = new Map(packages);
  for (const [key, one] of packages) {
    if (one.commit === undefined) continue;
    const { content, sha256 } = await packCommit(one.commit, { subject: one.name }, ports);
    const { requested } = one.commit;
    const name = `${one.name.replaceAll("-", "_")}-${one.version}.tar.gz`;
    const file = { url: gitAddress(one.commit), name, sha256, bytes: content.length };
    found.set(key, { ...one, sdist: { ...file, ...(requested !== undefined && { revision: requested }) } });
  }
  return found;
}
