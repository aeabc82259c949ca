import { dirname, relative, resolve } from "node:path";
import type { Files } from "../ports/machine.ts";
import { messageOf, type SourceLocation, UsageError } from "../text/errors.ts";
import { findFiles, isInside } from "./find-files.ts";
import type { IndexMention, Note, PipRequest, Reference } from "./outline.ts";
import { readRequirementLines } from "./python-projects/requirement-lines.ts";
import { shown } from "./without-secrets.ts";

const MOST_FILES = 50;
const LARGEST = 1_000_000;

export interface SourceFolder {
  readonly files: Pick<Files, "readText" | "exists">;
  /** Absolute path. Files outside of it aren't read. */
  readonly root: string;
  /** Absolute path of the source's folder. */
  readonly folder: string;
  /** Absolute path of the source. */
  readonly source: string;
  /** Absolute path of the folder in which a Dockerfile is built; undefined where nobody said it. */
  readonly context?: string | undefined;
  /** Absolute path of the user's folder. */
  readonly working: string;
}

/** Gives the absolute paths that the path of a reference may mean, the most likely first. */
type Locate = (path: string, folder: string) => readonly string[];

/** Pip's rule for the files that a requirements file names. */
const beside: Locate = (path, folder) => [resolve(folder, path)];

/** The requests of a source and of every file that it includes. */
interface Followed {
  readonly requests: readonly PipRequest[];
  /** Absolute paths of the files that were read. */
  readonly read: readonly string[];
}

/** Reads the requirements and constraints files that a request names, and the files that those name. */
export async function followRequest(
  request: PipRequest,
  at: SourceFolder,
  locate: Locate = beside,
): Promise<Followed> {
  const seen = new Set([at.source]);
  const visit = async (open: PipRequest, folder: string, find: Locate): Promise<PipRequest[]> => {
    // Installers look for files from the folder they run in, which is mostly the folder of the requirements file.
    const places = (path: string) => [...find(path, folder), ...locate(path, at.folder)];
    const asked = await findFiles(open.asked, places, at);
    const inner: PipRequest[] = [];
    const notes: Note[] = [];
    const all = [
      ...open.requirementFiles.map((reference) => ({ reference, bounds: false })),
      ...open.constraintFiles.map((reference) => ({ reference, bounds: true })),
    ];
    for (const { reference, bounds } of all) {
      const found = await readReference(reference, find(reference.path, folder), at, seen);
      if ("message" in found) notes.push(found);
      else {
        const read = readRequirementLines(found.text, relative(at.folder, found.path));
        const lines = await visit(read, dirname(found.path), beside);
        inner.push(...(bounds ? lines.map(asConstraints) : lines));
      }
    }
    const named = inner.flatMap(({ asked }) => asked);
    // An index also serves the packages of included files.
    const indexes = open.indexes.map((index) => ownIndex(index, named.length));
    const files = { requirementFiles: [], constraintFiles: [] };
    return [{ ...open, ...files, asked, indexes, notes: [...open.notes, ...notes] }, ...inner];
  };
  const requests = await visit(request, at.folder, locate);
  return { requests, read: [...seen] };
}

/** Drops the packages named beside an index when included files name more packages, which may come from it, too. */
function ownIndex(index: IndexMention, included: number): IndexMention {
  return included === 0 ? index : { ...index, packages: undefined };
}

function asConstraints(request: PipRequest): PipRequest {
  return { ...request, asked: [], constraints: [...request.constraints, ...request.asked] };
}

async function readReference(
  { path, at }: Reference,
  candidates: readonly string[],
  { files, root }: SourceFolder,
  seen: Set<string>,
): Promise<{ readonly text: string; readonly path: string } | Note> {
  const what = `the file ${shown(path)}`;
  if (/:\/\//.test(path)) return { message: `${what}, which isn't on this machine`, at };
  if (path === "" || /[\0\r\n$]/.test(path)) return { message: `${what}, which isn't a plain path`, at };
  const inside = candidates.filter((candidate) => isInside(root, candidate));
  if (inside.length === 0)
    return { message: `${what}, which lies outside this repository or comes from elsewhere`, at };
  for (const candidate of inside) {
    if (seen.has(candidate)) return { message: `${what}, which was already read`, at };
    if (seen.size >= MOST_FILES)
      return { message: `${what}, as ${MOST_FILES} files have been read already`, at };
    const text = await files.readText(candidate).catch(() => undefined);
    if (text === undefined) continue;
    seen.add(candidate);
    const fault = textFault(text);
    return fault === undefined ? { text, path: candidate } : { message: `${what}, which ${fault}`, at };
  }
  return { message: `${what}, which isn't a file here`, at };
}

/** Why a text can't be read as a source. */
function textFault(text: string, largest = LARGEST): string | undefined {
  if (text.length > largest) return `is larger than ${largest / 1000} kB`;
  return text.includes("\0") ? "isn't a text file" : undefined;
}

/** The text of the source. @param largest in bytes. @throws UsageError when it can't be read. */
export async function readSource(path: string, at: SourceFolder, largest?: number): Promise<string> {
  const file = relative(at.folder, path);
  let text: string;
  try {
    text = await at.files.readText(path);
  } catch (error) {
    throw new UsageError(`${shown(file)} can't be read: ${messageOf(error)}`, {
      remedy:
        "Name a requirements.txt, pyproject.toml, cog.yaml or Dockerfile: `surelayer init --from FILE`.",
      cause: error,
    });
  }
  const fault = textFault(text, largest);
  if (fault === undefined) return text;
  throw sourceError({ file }, fault);
}

export function sourceError(location: SourceLocation, fault: string, cause?: unknown): UsageError {
  return new UsageError(`${shown(location.file)} ${fault}.`, { location, cause });
}
