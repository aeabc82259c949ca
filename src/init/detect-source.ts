import { basename, join } from "node:path";
import type { Files } from "../ports/machine.ts";
import { UsageError } from "../text/errors.ts";
import { shown } from "./without-secrets.ts";

type SourceKind = "requirements" | "pyproject" | "cog" | "dockerfile";

export interface Source {
  readonly path: string;
  readonly kind: SourceKind;
}

/** The files that say most about an image come first. */
const NAMES: readonly (readonly [string, SourceKind])[] = [
  ["cog.yaml", "cog"],
  ["Dockerfile", "dockerfile"],
  ["pyproject.toml", "pyproject"],
  ["requirements.txt", "requirements"],
  ["builder/requirements.txt", "requirements"],
];

/** The sources in a folder, the one that says most first. */
export async function detectSources(
  folder: string,
  files: Pick<Files, "exists" | "readText">,
): Promise<Source[]> {
  const found: Source[] = [];
  for (const [name, kind] of NAMES) {
    const path = join(folder, name);
    if (!(await files.exists(path))) continue;
    // Many hold only settings of linters.
    if (kind === "pyproject" && !(await namesProject(path, files))) continue;
    found.push({ path, kind });
  }
  return found;
}

async function namesProject(path: string, files: Pick<Files, "readText">): Promise<boolean> {
  try {
    return /^\s*\[(?:project|tool\.poetry)\b/m.test(await files.readText(path));
  } catch {
    return false;
  }
}

/** The kind of a source by its name. @throws UsageError for another name. */
export function sourceOf(path: string): Source {
  const name = basename(path);
  if (/(?:^|\.)(?:dockerfile|containerfile)|^(?:dockerfile|containerfile)/i.test(name))
    return { path, kind: "dockerfile" };
  if (/\.toml$/i.test(name)) return { path, kind: "pyproject" };
  if (/\.ya?ml$/i.test(name)) return { path, kind: "cog" };
  if (/\.(?:txt|in|pip)$/i.test(name)) return { path, kind: "requirements" };
  throw new UsageError(`The name ${shown(name)} doesn't say what is in it.`, {
    remedy: "Name a requirements.txt, pyproject.toml, cog.yaml or Dockerfile.",
  });
}
