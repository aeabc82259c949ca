import { basename, dirname, join, relative, resolve } from "node:path";
import { repositoryRoot } from "../git/repository-root.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { type ParsedManifest, parseManifest } from "../manifest/parse-manifest.ts";
import type { Ports } from "../ports/ports.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import type { GivenLock } from "../resolve/given-lock/given-lock.ts";
import { ManifestError, messageOf, UsageError } from "../text/errors.ts";
import { didYouMean } from "../text/spelling.ts";
import { misspeltFiles } from "./command-files.ts";

/** A manifest with the paths of this machine that it names. */
interface LoadedManifest extends ParsedManifest {
  readonly manifest: Manifest;
  /** Absolute path of the folder that it lies in. */
  readonly folder: string;
  /** Absolute paths for `files[].from`, in order. */
  readonly sources: readonly string[];
  /** The lock that it names, read. */
  readonly lock: GivenLock | undefined;
  /** Absolute paths of `verify.timings`. */
  readonly sample: { readonly audio: string; readonly text: string } | undefined;
}

interface LoadOptions {
  readonly path: string;
  readonly allowPrivateIndex: boolean;
}

/**
 * Reads a manifest and makes sure that every file it names is there and inside the repository.
 * @throws UsageError when the manifest can't be read; ManifestError for what stands in it.
 */
export async function loadManifest(
  options: LoadOptions,
  ports: Pick<Ports, "files">,
): Promise<LoadedManifest> {
  const text = await readManifest(options.path, ports);
  const parsed = parseManifest(text, options.path, { allowPrivateIndex: options.allowPrivateIndex });
  const { manifest } = parsed;
  const folder = dirname(resolve(options.path));
  const root = await repositoryRoot(folder, ports);
  const locate = async (path: string, at: readonly (string | number)[]) => {
    const full = join(folder, path);
    const fault = await sourceFault(path, full, root, ports);
    if (fault === undefined) return full;
    throw new ManifestError([{ message: fault, location: parsed.locate(at) }]);
  };
  const sources: string[] = [];
  for (const [index, file] of manifest.files.entries()) {
    sources.push(await locate(file.from, ["files", index, "from"]));
  }
  for (const { path, at } of localSources(manifest)) await locate(path, at);
  const misspelt = await misspeltFiles(manifest, sources, ports);
  if (misspelt.length > 0) {
    throw new ManifestError(
      misspelt.map(({ message, index }) => ({ message, location: parsed.locate(["command", index]) })),
    );
  }
  const readLock = async (path: string): Promise<GivenLock> => ({
    file: join(dirname(options.path), path),
    folder: dirname(path),
    text: await ports.files.readText(await locate(path, ["lock"])),
    allowPrivate: options.allowPrivateIndex,
  });
  const { timings } = manifest.verify;
  const sample = timings && {
    audio: await locate(timings.audio, ["verify", "timings", "audio"]),
    text: await locate(timings.text, ["verify", "timings", "text"]),
  };
  const lock = manifest.lock === undefined ? undefined : await readLock(manifest.lock);
  return { ...parsed, folder, sources, lock, sample };
}

/** Wheels and source archives beneath the manifest, and where it names them. */
function localSources({ phases }: Manifest) {
  return phases.flatMap(({ packages }, phase) =>
    packages.flatMap(({ source }, index) => {
      const address = source?.address;
      if (address === undefined || !isLocalAddress(address)) return [];
      return [{ path: address.slice(2), at: ["phases", phase, "packages", index] }];
    }),
  );
}

/** Why a path can't be copied into an image. Said now: at the end of a long build is late. */
async function sourceFault(
  path: string,
  full: string,
  root: string,
  ports: Pick<Ports, "files">,
): Promise<string | undefined> {
  const way = relative(root, full);
  if (way === ".." || way.startsWith("../")) {
    return `\`${path}\` lies outside ${root}; only files of the repository can be copied into an image`;
  }
  if (!(await ports.files.exists(full))) {
    const near = didYouMean(basename(path), await ports.files.list(dirname(full)));
    return `there is no \`${path}\` beside the manifest (looked for ${full})${near && `.${near}`}`;
  }
  try {
    // The archive is what refuses links that leave the folder, sockets and devices.
    (await ports.files.tar(full, "/")).destroy();
  } catch (error) {
    return `\`${path}\` can't be copied: ${messageOf(error)}`;
  }
  const real = relative(await ports.files.realPath(root), await ports.files.realPath(full));
  if (real === ".." || real.startsWith("../")) {
    return `\`${path}\` is reached by a link that leaves ${root}; only files of the repository can be copied into an image`;
  }
  return undefined;
}

async function readManifest(path: string, ports: Pick<Ports, "files">): Promise<string> {
  try {
    return await ports.files.readText(path);
  } catch (error) {
    const why = WHY[String((error as { code?: unknown }).code)] ?? messageOf(error);
    throw new UsageError(`The manifest ${path} can't be read: ${why}.`, {
      remedy:
        "Name the manifest: `surelayer build path/of/install.yml`; without a name, install.yml in this folder is read.",
      cause: error,
    });
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "it doesn't exist",
  EISDIR: "it is a folder",
  EACCES: "this user may not read it",
};
