import { basename, dirname, relative, resolve } from "node:path";
import { repositoryRoot } from "../git/repository-root.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import { slug } from "../manifest/settings/image-reference.ts";
import type { Files, Logger } from "../ports/machine.ts";
import { messageOf, UsageError } from "../text/errors.ts";
import { detectSources, type Source, sourceOf } from "./detect-source.ts";
import { readDockerfile } from "./dockerfile/read-dockerfile.ts";
import { isInside } from "./find-files.ts";
import { withHandler } from "./find-handler.ts";
import { followRequest, readSource, type SourceFolder } from "./follow-requests.ts";
import { makeDraft } from "./make-draft.ts";
import { EMPTY_OUTLINE, type Outline } from "./outline.ts";
import { readCog } from "./python-projects/read-cog.ts";
import { readPyproject } from "./python-projects/read-pyproject.ts";
import { readRequirementLines } from "./python-projects/requirement-lines.ts";
import { renderManifest } from "./render-manifest.ts";
import { starterManifest } from "./starter.ts";

export interface InitOptions {
  /** Path of the source; undefined to look in `folder`. */
  readonly from: string | undefined;
  /** Path of the manifest; `-` for standard output. */
  readonly output: string;
  readonly force: boolean;
  /** Folder in which the Dockerfile is built; undefined to find out. */
  readonly context: string | undefined;
  readonly folder: string;
}

interface InitPorts {
  readonly files: Pick<Files, "readText" | "exists" | "write">;
  readonly log: Pick<Logger, "info">;
  /** Writes to standard output. */
  print(text: string): void;
}

/** Writes a manifest from a project's files. @throws UsageError if a file can't be read, or if the manifest is there already. */
export async function initManifest(options: InitOptions, ports: InitPorts): Promise<void> {
  const isPrinted = options.output === "-";
  const target = resolve(options.folder, isPrinted ? "install.yml" : options.output);
  if (!isPrinted && !options.force && (await ports.files.exists(target))) {
    throw new UsageError(`${options.output} is there already, and nothing was changed.`, {
      remedy: "Write to another file with `-o FILE`, print with `-o -`, or overwrite it with `--force`.",
    });
  }
  const { text, told } = await makeManifest(options, target, ports);
  // The manifest must be valid. An error here is a fault of this program.
  parseManifest(text, options.output);
  if (isPrinted) ports.print(text);
  else {
    await write(target, text, ports);
    ports.log.info(`${options.output} is written ${told}`);
  }
}

async function makeManifest(options: InitOptions, target: string, ports: InitPorts) {
  const source = await findSource(options, ports);
  if (source === undefined) {
    const name = slug(basename(dirname(target)));
    return { text: starterManifest(name), told: "to begin with: there was nothing here to make it from." };
  }
  const folder = dirname(source.path);
  const at: SourceFolder = {
    files: ports.files,
    folder,
    source: source.path,
    ...(await placesOf(folder, options, ports)),
  };
  const outline = await withHandler(await readOutline(source, at), at);
  const from = relative(options.folder, source.path);
  const files = outline.files.map((file) => ({ ...file, from: relative(dirname(target), file.from) || "." }));
  const requests = outline.requests.map((request) => ({
    ...request,
    asked: request.asked.map((one) =>
      one.file === undefined ? one : { ...one, file: relative(dirname(target), one.file) },
    ),
  }));
  const draft = makeDraft({ ...outline, files, requests }, from, basename(folder));
  const phases = Math.max(draft.phases.length, 1);
  const count = draft.notes.length;
  const left =
    count === 0 ? "" : `; it begins with the ${count} ${count === 1 ? "thing" : "things"} that it can't hold`;
  return {
    text: renderManifest(draft),
    told: `from ${from}, with ${phases} ${phases === 1 ? "phase" : "phases"}${left}.`,
  };
}

/** Where files may be read. Without a repository, the user's folder counts as one if it holds the source. */
async function placesOf(folder: string, { folder: working, context }: InitOptions, ports: InitPorts) {
  const repository = await repositoryRoot(folder, ports);
  const root = repository === folder && isInside(working, folder) ? working : repository;
  return { root, working, context: context === undefined ? undefined : resolve(working, context) };
}

async function findSource(options: InitOptions, ports: InitPorts): Promise<Source | undefined> {
  if (options.from === undefined) return firstOf(options.folder, ports);
  const path = resolve(options.folder, options.from);
  const isFolder = await ports.files.exists(`${path}/.`);
  return isFolder ? firstOf(path, ports) : sourceOf(path);
}

async function firstOf(folder: string, { files, log }: InitPorts): Promise<Source | undefined> {
  const [first, ...others] = await detectSources(folder, files);
  if (first !== undefined && others.length > 0) {
    const names = others.map(({ path }) => relative(folder, path)).join(", ");
    log.info(`Made from ${relative(folder, first.path)}; also here: ${names} (\`--from\` chooses).`);
  }
  return first;
}

async function readOutline({ path, kind }: Source, at: SourceFolder): Promise<Outline> {
  switch (kind) {
    case "dockerfile":
      return readDockerfile(path, at);
    case "pyproject":
      return readPyproject(path, at);
    case "cog":
      return readCog(path, at);
    case "requirements": {
      const request = readRequirementLines(await readSource(path, at), basename(path));
      const { requests } = await followRequest(request, at);
      return { ...EMPTY_OUTLINE, requests };
    }
  }
}

async function write(path: string, text: string, { files }: InitPorts): Promise<void> {
  try {
    await files.write(path, text);
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${messageOf(error)}`, { cause: error });
  }
}
