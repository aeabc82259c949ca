import { unzipRaw, type ZipEntry } from "unzipit";
import { BuildError, messageOf, SurelayerError } from "../errors.ts";
import type { Cache, Http } from "../host/ports.ts";
import { recallDirectory, rememberDirectory } from "./kept-directory.ts";
import type { LockedFile } from "./lock.ts";
import type { PackedSource } from "./packed-source.ts";
import { openRangedFile, type RangedFile } from "./ranged-file.ts";
import { sampleSources } from "./sample-sources.ts";
import type { WheelDirectory } from "./wheel-directory.ts";

export interface ReadDirectory {
  readonly directory: WheelDirectory;
  /** 0 when the cache had it. */
  readonly fetchedBytes: number;
}

/**
 * Lists what a wheel holds from its ZIP central directory, by a few range requests; cached by the wheel's hash.
 * @throws RegistryError when the file host refuses; BuildError when the file is no readable wheel.
 */
export async function readWheelDirectory(
  wheel: LockedFile,
  ports: { readonly http: Http; readonly cache: Cache },
  signal?: AbortSignal,
): Promise<ReadDirectory> {
  const cached = await recallDirectory(ports.cache, wheel.sha256);
  if (cached) return { directory: cached, fetchedBytes: 0 };

  const file = await openRangedFile(ports.http, wheel.url, wheel.bytes, signal);
  const directory = await listWheel(wheel, file);
  await rememberDirectory(ports.cache, wheel.sha256, directory);
  return { directory, fetchedBytes: file.fetchedBytes() };
}

async function listWheel(wheel: LockedFile, file: RangedFile): Promise<WheelDirectory> {
  try {
    const { entries } = await unzipRaw(file);
    const scripts = entries.find((entry) => /^[^/]+\.dist-info\/entry_points\.txt$/.test(entry.name));
    return {
      files: entries
        .filter((entry) => !entry.isDirectory)
        .map((entry) => ({ path: entry.name, bytes: entry.size, compressedBytes: entry.compressedSize })),
      entryPoints: scripts ? await scripts.text() : null,
      fileBytes: await file.getLength(),
      sample: await sampleSources(file, pythonSources(entries)),
    };
  } catch (error) {
    if (error instanceof SurelayerError) throw error;
    throw new BuildError(`${wheel.name} is no readable wheel: ${messageOf(error)}`, {
      evidence: `sha256 ${wheel.sha256}`,
      remedy:
        "The file at the index is damaged or isn't what its name says. Pin another version of this package.",
      cause: error,
    });
  }
}

/** Bytecode below this share of a wheel decides nothing: its sources aren't read. */
const NEGLIGIBLE = 0.01;

export function pythonSources(entries: readonly ZipEntry[]): readonly PackedSource[] {
  const sources = entries.filter((entry) => entry.name.endsWith(".py"));
  const bytes = (of: readonly ZipEntry[]) => of.reduce((sum, entry) => sum + entry.size, 0);
  if (bytes(sources) < NEGLIGIBLE * bytes(entries)) return [];
  return sources.map((entry) => {
    // unzipit reads a file by two requests; its place in the archive lets one request read several.
    const raw = entry["_rawEntry"];
    return {
      offset: raw.relativeOffsetOfLocalHeader,
      bytes: entry.size,
      compressedBytes: entry.compressedSize,
      method: raw.compressionMethod,
    };
  });
}
