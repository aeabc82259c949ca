import type { Manifest } from "../../manifest/manifest.ts";
import type { Image } from "../../ports/engine.ts";

/** Variables that name places to work in, not things that are needed: what lies there may be temporary. */
const WORKING_PLACES = new Set([
  ...["HOME", "PWD", "OLDPWD", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME"],
  ...["PIP_CACHE_DIR", "UV_CACHE_DIR", "CONDA_PKGS_DIRS"],
]);

/** Not `//host/…`, which is what is left of an address cut at its colons. */
const ABSOLUTE = /^\/(?!\/)/;

/**
 * Paths in the image that a cleanup keeps: what the manifest copies there, and every absolute path that the image's or the
 * manifest's environment, working folder or command names (HF_HOME, TORCH_HOME, PATH …).
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
