import { join, posix, relative } from "node:path";
import type { Files } from "../../ports/machine.ts";
import { isInside } from "../find-files.ts";
import { followRequest, readSource, type SourceFolder } from "../follow-requests.ts";
import { type Copied, EMPTY_OUTLINE, type Note, type Outline, type PipRequest } from "../outline.ts";
import { shown } from "../without-secrets.ts";
import type { DockerCopy } from "./docker-outline.ts";
import { readDockerfileText } from "./dockerfile.ts";
import { copiedFrom } from "./dockerfile-copy.ts";

/** Real Dockerfiles have a few thousand bytes, and the parser would take seconds for a hostile megabyte. */
const LARGEST = 200_000;
/** Target for files that a Dockerfile copies to `/`. */
const INSTEAD = "/app";

/** Reads a Dockerfile and the requirements files that its commands install. */
export async function readDockerfile(path: string, at: SourceFolder): Promise<Outline> {
  const text = await readSource(path, at, LARGEST);
  const file = relative(at.folder, path);
  const docker = readDockerfileText(text, file);
  const contexts = await contextsOf(docker.copies, at);
  const locate = (reference: string) => {
    const inImage = posix.resolve(docker.workdir ?? "/", reference);
    const sources = [
      ...copiedFrom(docker.copies, inImage),
      ...copiedFrom(docker.copies, posix.resolve("/", reference)),
    ];
    return sources.flatMap((source) => contexts.map((folder) => join(folder, source)));
  };
  const requests: PipRequest[] = [];
  const read: string[] = [];
  for (const request of docker.requests) {
    const followed = await followRequest(request, at, locate);
    requests.push(...(request.mayFail ? followed.requests.map(asOptional) : followed.requests));
    read.push(...followed.read);
  }
  const copied = await readCopies(docker.copies, { file, contexts, read }, at);
  const whole = [...(docker.entrypoint ?? []), ...(docker.command ?? [])];
  const { files, command, notes } = await awayFromRoot(copied, whole, at.files);
  return {
    ...EMPTY_OUTLINE,
    image: docker.image,
    requests,
    systemPackages: docker.systemPackages,
    run: docker.run,
    files,
    env: Object.fromEntries(docker.env),
    workdir: docker.workdir,
    command: command.length > 0 ? command : undefined,
    notes: [...docker.notes, ...notes],
  };
}

function asOptional(request: PipRequest): PipRequest {
  return { ...request, asked: request.asked.map((one) => ({ ...one, optional: true })) };
}

/**
 * Folders that paths may be relative to, the likeliest first: the one that holds most of what is copied is the build's context.
 * Otherwise the user's folder is, where `docker build .` is mostly run.
 */
async function contextsOf(copies: readonly DockerCopy[], at: SourceFolder): Promise<readonly string[]> {
  const { context, folder, root, working, files } = at;
  if (context !== undefined) return [context];
  const folders = [...new Set([working, folder, root])].filter((one) => isInside(root, one));
  const sources = copies.flatMap((copy) => copy.sources);
  const held = new Map<string, number>();
  for (const one of folders) {
    const there = await Promise.all(sources.map((source) => files.exists(join(one, source))));
    held.set(one, there.filter(Boolean).length);
  }
  return folders.toSorted((a, b) => (held.get(b) ?? 0) - (held.get(a) ?? 0));
}

interface CopyFacts {
  /** The Dockerfile, for notes. */
  readonly file: string;
  readonly contexts: readonly string[];
  /** Absolute paths of requirements files. */
  readonly read: readonly string[];
}

async function readCopies(
  copies: readonly DockerCopy[],
  { file, contexts, read }: CopyFacts,
  at: SourceFolder,
) {
  const files: Copied[] = [];
  const notes: Note[] = [];
  const all = copies
    .filter(({ kept }) => kept)
    .flatMap((copy) => copy.sources.map((source) => ({ copy, source })));
  for (const { copy, source } of all) {
    const where = { file, line: copy.line };
    const full = await find(source, contexts, at);
    if (full === undefined)
      notes.push({ message: `the copy of ${shown(source)}, which isn't there`, at: where });
    else if (!read.includes(full)) {
      files.push({ from: full, to: await targetOf(copy, source, full, at) });
      if (contexts.includes(full)) notes.push({ message: wholeFolder(source), at: where });
    }
  }
  return { files, notes };
}

/** Docker's rule: a file is copied into the target folder under its name, but a folder's content without the folder. */
async function targetOf(
  copy: DockerCopy,
  source: string,
  full: string,
  { files }: SourceFolder,
): Promise<string> {
  const isFolder = await files.exists(`${full}/.`);
  return copy.intoFolder && !isFolder ? posix.join(copy.to, posix.basename(source)) : copy.to;
}

function wholeFolder(source: string): string {
  return `the exclusions of \`.dockerignore\`: ${shown(source)} is copied whole, .git included; name the folders that the image needs`;
}

async function find(
  source: string,
  contexts: readonly string[],
  at: SourceFolder,
): Promise<string | undefined> {
  for (const folder of contexts) {
    const full = join(folder, source);
    if (isInside(at.root, full) && (await at.files.exists(full)))
      return full.length > 1 ? full.replace(/\/$/, "") : full;
  }
  return undefined;
}

/**
 * Moves files from `/` into a folder, because a manifest refuses `/`, and changes the command accordingly. Workers for RunPod
 * often `COPY src .` into `/`.
 */
async function awayFromRoot(
  copied: { readonly files: readonly Copied[]; readonly notes: readonly Note[] },
  command: readonly string[],
  files: Pick<Files, "exists">,
) {
  const moved = copied.files.filter(({ to }) => to === "/");
  const parts = await Promise.all(command.map((part) => follow(part, moved, files)));
  const notes = moved.map(({ from }) => ({
    message: `the place of ${shown(posix.basename(from))}: it is copied to ${INSTEAD}, not over the whole image; look through the paths in it`,
  }));
  return {
    files: copied.files.map((file) => (file.to === "/" ? { ...file, to: INSTEAD } : file)),
    command: parts,
    notes: [...copied.notes, ...notes],
  };
}

/** A part of the command, with the new path if it names a moved file. */
async function follow(part: string, moved: readonly Copied[], files: Pick<Files, "exists">): Promise<string> {
  if (!/^\/?[\w.-]+(?:\/[\w.-]+)*\.\w+$/.test(part)) return part;
  for (const { from } of moved) {
    if (await files.exists(posix.join(from, part))) return posix.join(INSTEAD, part);
  }
  return part;
}
