import { join } from "node:path";
import { stringify } from "smol-toml";
import type { GitSource } from "../python/git-source.ts";
import { buildSystem } from "../python/sources/build-system.ts";
import { ConflictError } from "../text/errors.ts";
import type { CheckedOut } from "./check-out.ts";
import type { GitPorts } from "./git-program.ts";

/** Folder of the repository within an archive that builds only a part of the repository. */
export const REPOSITORY = "repository";

const BACKEND = "surelayer_subdirectory";

interface Repository extends CheckedOut {
  /** Folder of the archive, in which it lies in `REPOSITORY`. */
  readonly root: string;
}

/** @throws ConflictError where the repository has no Python project at its top, or in the folder that is named. */
export function requireProject(
  { files: regular }: CheckedOut,
  { subdirectory = "", url }: GitSource,
  subject: string,
): void {
  if (PROJECT_FILES.some((name) => regular.has(join(subdirectory, name)))) return;
  throw new ConflictError(
    `The repository of ${subject} has no Python project ${subdirectory === "" ? "at its top" : `in ${subdirectory}`}.`,
    { evidence: `${url}: neither pyproject.toml nor setup.py there`, remedy: projects(regular) },
  );
}

const PROJECT_FILES = ["pyproject.toml", "setup.py"];

/**
 * Turns the archive of a whole repository into a Python project that builds one of its folders. The archive needs the whole
 * repository, because such projects read files beside them (setuptools-scm's `root = ".."`, sources of extensions). It needs
 * a project at its top, because an index knows no folders.
 */
export async function addSubdirectoryProject(
  { root, files: regular }: Repository,
  { subdirectory = "" }: GitSource,
  ports: Pick<GitPorts, "files"> & { readonly assets: string },
): Promise<void> {
  const path = join(subdirectory, "pyproject.toml");
  const own = regular.has(path) ? await ports.files.readText(join(root, REPOSITORY, path)) : "";
  const { requires, backend: named, path: backendPath } = buildSystem(own);
  const settings = { folder: join(REPOSITORY, subdirectory), backend: named, path: backendPath };
  const project = { requires: [...requires], "build-backend": BACKEND, "backend-path": ["."] };
  const backend = await ports.files.readText(join(ports.assets, "images/git/subdirectory_backend.py"));
  await ports.files.write(join(root, "pyproject.toml"), stringify({ "build-system": project }));
  await ports.files.write(join(root, `${BACKEND}.json`), `${JSON.stringify(settings)}\n`);
  await ports.files.write(join(root, `${BACKEND}.py`), backend);
}

const MOST_SHOWN = 5;

function projects(regular: ReadonlySet<string>): string {
  const folders = [...regular].flatMap(
    (path) => /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1] ?? [],
  );
  const shown = [...new Set(folders)].slice(0, MOST_SHOWN).map((one) => `\`#subdirectory=${one}\``);
  return shown.length > 0
    ? `Write one that it has, such as ${shown.join(", ")}.`
    : "Take `#subdirectory=` out, or name another commit.";
}
