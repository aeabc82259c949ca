import { unzipRaw, type ZipEntry } from "unzipit";
import type { Cache } from "../ports/machine.ts";
import type { LockedFile } from "../python/lock.ts";
import { BuildError, messageOf, SurelayerError } from "../text/errors.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { directoryFault } from "./directory-fault.ts";
import { openRangedFile, type RangedFile } from "./fetch/ranged-file.ts";
import type { FetchPorts } from "./fetch/request-patiently.ts";
import { recallDirectory, rememberDirectory } from "./kept-directory.ts";
import { readPlaceholders } from "./read-placeholders.ts";
import type { Look } from "./sampling/look.ts";
import { type PackedSource, packedSource } from "./sampling/packed-source.ts";
import { sampleSources } from "./sampling/sample-sources.ts";
import type { WheelDirectory } from "./wheel-directory.ts";

export interface ReadDirectory {
  readonly directory: WheelDirectory;
  /** 0 when the cache had it. */
  readonly fetchedBytes: number;
}

export interface ReaderPorts extends FetchPorts {
  readonly cache: Cache;
}

/** A wheel whose files are listed; what its Python holds is still to be looked at, unless an earlier plan did. */
export interface ListedWheel {
  readonly wheel: LockedFile;
  readonly directory: WheelDirectory;
  /** 0 when the cache had it. */
  readonly fetchedBytes: number;
  readonly unread: { readonly file: RangedFile; readonly sources: readonly PackedSource[] } | undefined;
}

/**
 * Lists what a wheel holds from its ZIP central directory, by a few range requests; cached by the wheel's hash.
 * @throws RegistryError when the file host refuses; BuildError when the file is no readable wheel.
 */
export async function listWheel(
  wheel: LockedFile,
  ports: ReaderPorts,
  signal?: AbortSignal,
): Promise<ListedWheel> {
  const cached = await recallDirectory(ports.cache, wheel.sha256);
  if (cached) return { wheel, directory: cached, fetchedBytes: 0, unread: undefined };
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, signal);
  const { entries, directory } = await readEntries(wheel, file);
  const sources = pythonSources(entries);
  return { wheel, directory, fetchedBytes: file.fetchedBytes(), unread: { file, sources } };
}

/** Looks at a share of the Python, and remembers all that is known of the wheel. */
export async function sampleWheel(
  { wheel, directory, fetchedBytes, unread }: ListedWheel,
  look: Look,
  cache: Cache,
): Promise<ReadDirectory> {
  if (!unread) return { directory, fetchedBytes };
  const { file, sources } = unread;
  const sampled = { ...directory, sample: await sampleSources(file, sources, look) };
  await rememberDirectory(cache, wheel.sha256, sampled);
  return { directory: sampled, fetchedBytes: file.fetchedBytes() };
}

interface WheelEntries {
  readonly entries: readonly ZipEntry[];
  readonly directory: WheelDirectory;
}

async function readEntries(wheel: LockedFile, file: RangedFile): Promise<WheelEntries> {
  try {
    const { entries } = await unzipRaw(file);
    const fault = directoryFault(entries, await file.getLength());
    if (fault !== undefined) throw new Error(fault);
    const scripts = entries.find((entry) => /^[^/]+\.dist-info\/entry_points\.txt$/.test(entry.name));
    const directory = {
      files: entries
        .filter((entry) => !entry.isDirectory)
        .map((entry) => ({ path: entry.name, bytes: entry.size, compressedBytes: entry.compressedSize })),
      entryPoints: scripts ? await smallText(scripts) : null,
      placeholders: await readPlaceholders(file, entries),
      fileBytes: await file.getLength(),
    };
    return { entries, directory };
  } catch (error) {
    throw unreadableWheel(wheel, error);
  }
}

/** What reading a wheel failed with, as the user is told of it. */
export function unreadableWheel(wheel: LockedFile, error: unknown): SurelayerError {
  if (error instanceof SurelayerError) return error;
  return new BuildError(`${wheel.name} is no readable wheel: ${messageOf(error)}`, {
    evidence: `sha256 ${wheel.sha256}`,
    remedy:
      "The file there is damaged or isn't what its name says. Pin another version of this package, or name another file.",
    cause: error,
  });
}

/** Metadata is a few kilobytes; an archive may say, and hold, anything. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** The text of one of a wheel's metadata files. */
export async function smallText(entry: ZipEntry): Promise<string> {
  if (entry.size > MAX_TEXT_BYTES) throw new Error(`its ${entry.name} is ${formatBytes(entry.size)} large`);
  return entry.text();
}

/** Bytecode below this share of a wheel decides nothing: its sources aren't read. */
const NEGLIGIBLE = 0.01;

export function pythonSources(entries: readonly ZipEntry[]): readonly PackedSource[] {
  const sources = entries.filter((entry) => entry.name.endsWith(".py"));
  const bytes = (of: readonly ZipEntry[]) => of.reduce((sum, entry) => sum + entry.size, 0);
  if (bytes(sources) < NEGLIGIBLE * bytes(entries)) return [];
  return sources.map(packedSource);
}
