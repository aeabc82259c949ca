import { join } from "node:path";
import * as z from "zod";
import { findCommit } from "../../git/find-commit.ts";
import { withGit } from "../../git/git-program.ts";
import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import { type GitSource, isCommitId } from "../../python/git-source.ts";

const Found = z.strictObject({ commit: z.string().refine(isCommitId), lasting: z.boolean() });
type Found = z.infer<typeof Found>;

interface Asking {
  /** What messages call it. */
  readonly subject: string;
  /** Everything that the phases ask for: with other packages a branch is asked anew, as an index is. */
  readonly asked: readonly string[];
  /** Ask again where an earlier plan's answer would do. */
  readonly refresh: boolean;
}

/**
 * The commit that a revision means: what it meant to an earlier plan of the same packages, as with the versions of an index, or what
 * its host says now.
 * @throws ConflictError where there is no such revision; RegistryError where its host doesn't answer.
 */
export async function resolveRevision(
  { url, revision }: GitSource,
  { subject, asked, refresh }: Asking,
  ports: Ports,
): Promise<Found> {
  if (revision !== undefined && isCommitId(revision)) return { commit: revision, lasting: true };
  const key = keyFor("git-revisions", [url, revision, [...asked].sort()]);
  const known = refresh ? undefined : await recallJson(ports.cache, key, Found);
  if (known !== undefined) return known;
  const { clock, signal } = ports;
  const title = `ask ${subject}'s repository for ${revision ?? "its default branch"}`;
  const found = await ports.log.task(title, () =>
    withGit(ports, (git) =>
      findCommit({ git, repository: join(git.folder, "asked"), subject, url, clock, signal }, revision),
    ),
  );
  await keepJson(ports.cache, key, found);
  return found;
}
