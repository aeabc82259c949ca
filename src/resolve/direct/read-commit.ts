import { createHash } from "node:crypto";
import { packCommit } from "../../git/pack-commit.ts";
import type { Ports } from "../../ports/ports.ts";
import { type GitSource, gitAddress, gitCommit, repositoryName } from "../../python/git-source.ts";
import type { LockedFile } from "../../python/lock.ts";
import { ConflictError } from "../../text/errors.ts";
import type { DirectBase } from "./direct-url-requirements.ts";
import { resolveRevision } from "./resolve-revision.ts";

/** A commit that a phase asks for, as a source archive. */
export interface ReadCommit {
  /** At its address with the whole commit id. */
  readonly file: LockedFile;
  readonly content: Uint8Array;
  /** Whole sentences. */
  readonly remarks: readonly string[];
}

/**
 * Finds and packs the commit that a requirement asks for. git runs on this machine only: no container sees it, or a login.
 * @param subject the distribution, for messages.
 * @throws ConflictError where there is no such commit; RegistryError where its host gives no answer.
 */
export async function readCommit(
  source: GitSource,
  subject: string,
  { asked = [], refresh = false }: Pick<DirectBase, "asked" | "refresh">,
  ports: Ports,
): Promise<ReadCommit> {
  const { commit, lasting } = await resolveRevision(source, { subject, asked, refresh }, ports);
  const at = { ...source, revision: commit };
  const { content, sha256, remarks } = await packCommit(at, { subject, anew: refresh }, ports);
  const name = `${repositoryName(source)}-${commit.slice(0, 12)}.tar.gz`;
  const { revision } = source;
  return {
    file: {
      url: gitAddress(at),
      name,
      sha256,
      bytes: content.length,
      ...(revision !== undefined && { revision }),
    },
    content,
    remarks: [
      ...(lasting ? [] : [movingRemark(source, subject, commit)]),
      ...remarks.map((one) => `${subject} ${one}`),
    ],
  };
}

function movingRemark({ revision }: GitSource, subject: string, commit: string): string {
  const what = revision === undefined ? `The default branch of ${subject}` : `\`${revision}\` of ${subject}`;
  return `${what} is commit ${commit} for this plan, and may be another one after a change or with --refresh; \`@${commit}\` in its address holds it fast.`;
}

/** Addresses of commits that a plan names and that are packed otherwise now. @throws where one can't be had any more. */
export async function changedCommits(
  files: readonly { readonly url: string; readonly sha256: string }[],
  ports: Ports,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const file of files) {
    if (gitCommit(file.url) !== undefined && (await packedFile(file, ports)) === undefined)
      changed.push(file.url);
  }
  return changed;
}

/**
 * The archive that a plan names by commit and hash, packed again where this machine's cache doesn't hold it.
 * @returns undefined where it is another one now: tags that name its version were added, or another release of Surelayer packs it.
 */
async function packedFile(
  { url, sha256 }: { readonly url: string; readonly sha256: string },
  ports: Ports,
): Promise<Uint8Array | undefined> {
  const commit = gitCommit(url);
  if (commit === undefined) return undefined;
  const { content } = await packCommit(commit, { subject: repositoryName(commit) }, ports);
  return createHash("sha256").update(content).digest("hex") === sha256 ? content : undefined;
}

/** The archive of a planned commit. @throws ConflictError where its content isn't the planned one. */
export async function plannedCommit(
  file: { readonly url: string; readonly sha256: string },
  ports: Ports,
): Promise<Uint8Array> {
  const content = await packedFile(file, ports);
  if (content !== undefined) return content;
  throw new ConflictError("A commit that the plan names is packed otherwise now.", {
    evidence: `${file.url}: sha256 isn't ${file.sha256}`,
    remedy: "Plan again: tags that name its version may have been added since.",
  });
}
