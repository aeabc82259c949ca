import { createHash } from "node:crypto";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import * as z from "zod";
import { keepJson, recallJson } from "../ports/kept-json.ts";
import type { Cache, Logger } from "../ports/machine.ts";
import { type GitCommit, gitAddress, repositoryName } from "../python/git-source.ts";
import { ConflictError, messageOf, UsageError } from "../text/errors.ts";
import { checkOut } from "./check-out.ts";
import { fillArchival } from "./fill-archival.ts";
import { type Git, type GitPorts, withGit } from "./git-program.ts";
import { storedGzip } from "./stored-gzip.ts";
import { addSubdirectoryProject, REPOSITORY, requireProject } from "./subdirectory-project.ts";

interface PackPorts extends GitPorts {
  readonly cache: Cache;
  readonly log: Pick<Logger, "task">;
  /** Folder of the project's own files. */
  readonly assets: string;
}

/** A commit as a source archive (`.tar.gz`): the same bytes for the same commit on every machine. */
export interface PackedCommit {
  readonly content: Uint8Array;
  readonly sha256: string;
  /** What the user should know of it; sentences about the project without its name. */
  readonly remarks: readonly string[];
}

/** Raise it when a change packs other bytes for the same commit. */
const FORMAT = 1;

const Kept = z.strictObject({ sha256: z.string(), remarks: z.array(z.string()) });

/**
 * Packs a commit, or takes it from the cache if it was packed before. `anew` skips the cache: a tag that was added since
 * then may change the version that the project reads from git.
 * @param subject what messages call it.
 * @throws ConflictError where there is no such commit, or it can't be packed whole; RegistryError where its host doesn't answer.
 */
export async function packCommit(
  commit: GitCommit,
  { subject, anew = false }: { readonly subject: string; readonly anew?: boolean },
  ports: PackPorts,
): Promise<PackedCommit> {
  const key = `commits/${digest(JSON.stringify([FORMAT, gitAddress(commit)]))}`;
  const known = anew ? undefined : await recall(key, ports.cache);
  if (known !== undefined) return known;
  const packed = await ports.log.task(`fetch ${subject} at ${commit.revision.slice(0, 12)}`, () =>
    withGit(ports, (git) => pack(git, commit, subject, ports)),
  );
  await ports.cache.write(`${key}.tar.gz`, packed.content);
  await keepJson(ports.cache, `${key}.json`, { sha256: packed.sha256, remarks: packed.remarks });
  return packed;
}

async function recall(key: string, cache: Cache): Promise<PackedCommit | undefined> {
  const kept = await recallJson(cache, `${key}.json`, Kept);
  const content = kept && (await cache.read(`${key}.tar.gz`));
  return content && digest(content) === kept.sha256 ? { content, ...kept } : undefined;
}

async function pack(git: Git, commit: GitCommit, subject: string, ports: PackPorts): Promise<PackedCommit> {
  const { url, revision, subdirectory } = commit;
  const { clock, signal } = ports;
  const remote = { git, repository: join(git.folder, "fetched"), subject, url, clock, signal };
  const root = join(git.folder, "packed");
  const tree = subdirectory === undefined ? root : join(root, REPOSITORY);
  const checkedOut = await checkOut(remote, revision, tree, ports);
  requireProject(checkedOut, commit, subject);
  const project = subdirectory ?? "";
  const date = await dateOf(git, remote.repository, revision);
  const input = { remote, commit: revision, date, tree, project, checkedOut };
  const remarks = await fillArchival(input, ports);
  if (subdirectory !== undefined) {
    await addSubdirectoryProject({ ...checkedOut, root }, commit, ports);
  }
  const name = `${repositoryName(commit)}-${revision.slice(0, 12)}`;
  const content = storedGzip(await archive({ root, name, date, subject }, ports));
  return { content, sha256: digest(content), remarks: [...pointerRemarks(checkedOut.pointers), ...remarks] };
}

async function dateOf(git: Git, repository: string, commit: string): Promise<string> {
  const told = await git.work(repository, ["log", "-1", "--no-show-signature", "--format=%cI", commit]);
  return told.trim();
}

/** Wheels are ZIP files, which know no time before 1980. On 2 January it is 1980 in every time zone. */
const OLDEST = Date.parse("1980-01-02T00:00:00Z");

interface Packed {
  readonly root: string;
  /** Folder in the archive. */
  readonly name: string;
  readonly date: string;
  readonly subject: string;
}

async function archive({ root, name, date, subject }: Packed, { files }: GitPorts): Promise<Uint8Array> {
  try {
    const time = new Date(Math.max(OLDEST, Date.parse(date) || 0));
    return await buffer(await files.tar(root, `/${name}`, time));
  } catch (error) {
    // A file whose name isn't UTF-8 can't be opened: ENOENT.
    if (!(error instanceof UsageError) && (error as { code?: unknown }).code !== "ENOENT") throw error;
    throw new ConflictError(`The repository of ${subject} can't be packed: it holds what no archive may.`, {
      evidence: messageOf(error).replaceAll(`${root}/`, ""),
      remedy: "Build its wheel once and name that, or name a commit without it.",
      cause: error,
    });
  }
}

const MOST_SHOWN = 3;

function pointerRemarks(pointers: readonly string[]): readonly string[] {
  if (pointers.length === 0) return [];
  const more = pointers.length > MOST_SHOWN ? ` and ${pointers.length - MOST_SHOWN} more` : "";
  const shown = `${pointers.slice(0, MOST_SHOWN).join(", ")}${more}`;
  return [
    `keeps files in Git LFS, which isn't asked: only their pointers are packed (${shown}). If it needs them, build its wheel once and name that.`,
  ];
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
