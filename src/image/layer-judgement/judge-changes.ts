import type { LayerFault } from "./judge-layer.ts";
import type { LayerBefore, LayerChange, LayerKind } from "./layer-facts.ts";

/** The loader puts the libraries that it names into every program. */
const PRELOAD = "/etc/ld.so.preload";
/** What the loader of programs reads beside the libraries. */
const LOADER = "/etc/ld.so.c";
const PACKAGES = /^\/(?:site|dist)-packages(?:\/|$)/;

/** Beginnings of the paths that `judgeChanges` judges. */
export function told(kind: LayerKind, tools: LayerBefore["tools"]): readonly string[] {
  return [PRELOAD, ...(kind === "distributions" ? [LOADER, ...tools.files, ...tools.folders] : [])];
}

/** What is wrong with a layer whatever its packages say: it changes what every program runs on, or Python itself. */
export function judgeChanges(
  changes: readonly LayerChange[],
  kind: LayerKind,
  tools: LayerBefore["tools"],
): readonly LayerFault[] {
  const preload = changes
    .filter((one) => one.path === PRELOAD && one.kind !== "removed")
    .map(({ path }) => ({ path, what: "puts libraries into every program of the image" }));
  if (kind !== "distributions") return preload;
  const files = new Set(tools.files);
  const changed = changes
    .map((one) => one.path)
    .filter((path) => files.has(path) || path.startsWith(LOADER) || isOfPython(path, tools.folders));
  const what = "was changed, and belongs to what Python itself runs on";
  return [...preload, ...changed.map((path) => ({ path, what }))];
}

/** Files in Python's own folders, less those of its packages and bytecode. */
function isOfPython(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    if (path !== folder && !path.startsWith(`${folder}/`)) return false;
    const below = path.slice(folder.length);
    return !PACKAGES.test(below) && !/\/__pycache__(?:\/|$)/.test(below);
  });
}
