import type { WheelContents } from "./wheel-contents.ts";

/** Modules that files of distributions bring into one environment. */
export interface BroughtModules {
  /** Dotted names: packages, namespace packages and single modules. */
  readonly names: ReadonlySet<string>;
  /** Packages that have code of their own: such code may bring any module below it. */
  readonly regular: ReadonlySet<string>;
}

/** Such files of setuptools run a line of code, and add no folder. */
const HARMLESS = /^(?:distutils-precedence|.+-nspkg)\.pth$/;

/** @returns undefined where a file adds folders to Python's search, so that anything may come from anywhere. */
export function broughtModules(all: Iterable<WheelContents>): BroughtModules | undefined {
  const names = new Set<string>();
  const regular = new Set<string>();
  for (const { files } of all) {
    for (const { path } of files) {
      const inside = inSitePackages(path);
      if (inside === undefined) continue;
      if (/^[^/]+\.pth$/.test(inside) && !HARMLESS.test(inside)) return undefined;
      addModules(inside, names, regular);
    }
  }
  return { names, regular };
}

/** Where a wheel's file goes below site-packages; undefined for scripts, headers, data and metadata. */
export function inSitePackages(path: string): string | undefined {
  const [, moved] = /^[^/]+\.data\/(?:purelib|platlib)\/(.+)$/.exec(path) ?? [];
  if (moved !== undefined) return moved;
  return /^[^/]+\.(?:data|dist-info|egg-info)\//.test(path) ? undefined : path;
}

const CODE = /^([A-Za-z_]\w*)(?:\.[\w-]+)?\.(?:py|pyc|so|pyd)$/;

function addModules(path: string, names: Set<string>, regular: Set<string>): void {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  for (let depth = 1; depth <= folders.length; depth++) names.add(folders.slice(0, depth).join("."));
  const [, module] = CODE.exec(file) ?? [];
  if (module === undefined) return;
  const dotted = [...folders, module].join(".");
  names.add(dotted);
  // What isn't only a folder runs code when it is imported.
  regular.add(module === "__init__" ? folders.join(".") : dotted);
}

/** Whether the import of a dotted module may succeed: it is there, or below a package whose own code may make it. */
export function mayBring({ names, regular }: BroughtModules, module: string): boolean {
  if (names.has(module)) return true;
  const parts = module.split(".");
  return parts.some((_, index) => regular.has(parts.slice(0, index).join(".")));
}
