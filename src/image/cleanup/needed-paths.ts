import type { Manifest } from "../../manifest/manifest.ts";
import type { Image } from "../../ports/engine.ts";

/** Variables that name folders for work. Files there may be temporary, so a cleanup may remove them. */
const WORKING_PLACES = new Set([
  ...["HOME", "PWD", "OLDPWD", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME"],
  ...["PIP_CACHE_DIR", "UV_CACHE_DIR", "CONDA_PKGS_DIRS"],
]);

/** Excludes `//host/…`, which is left of an address that was split at its colons. */
const ABSOLUTE = /^\/(?!\/)/;

/**
 * Paths in the image that a cleanup keeps: targets of the manifest's files, and every absolute path in the environment, the
 * working folder or the command of image or manifest (HF_HOME, TORCH_HOME, PATH …).
 */
export function neededPaths(
  manifest: Pick<Manifest, "files" | "env" | "workdir" | "command">,
  image: Pick<Image, "env" | "workdir" | "command">,
): readonly string[] {
  const variables = Object.entries({ ...image.env, ...manifest.env });
  const named = variables.flatMap(([name, value]) => (WORKING_PLACES.has(name) ? [] : value.split(":")));
  const commands = [...image.command, ...(manifest.command ?? [])].flatMap((part) => part.split("="));
  const paths = [
    ...manifest.files.map((one) => one.to),
    ...named,
    ...commands,
    ...[image.workdir, manifest.workdir],
  ];
  return [...new Set(paths.filter((path) => ABSOLUTE.test(path)))].sort();
}
