import { unzipRaw, type ZipEntry } from "unzipit";
import type { Cache } from "../ports/machine.ts";
import type { LockedFile } from "../python/lock.ts";
import { BuildError, messageOf, SurelayerError } from "../text/errors.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import { recallWheelContents, rememberWheelContents } from "./cached-contents.ts";
import { centralDirectoryFault } from "./central-directory-fault.ts";
import { faultyWheel, faultyWheelsError } from "./faulty-wheel.ts";
import { openRangedFile, type RangedFile } from "./fetch/ranged-file.ts";
import type { FetchPorts } from "./fetch/request-with-retries.ts";
import { readPlaceholders } from "./read-placeholders.ts";
import type { WheelContents } from "./wheel-contents.ts";
import { entryPointsFault, WheelFault } from "./wheel-fault.ts";

interface ReadContents {
  readonly contents: WheelContents;
  /** 0 when the cache had it. */
  readonly fetchedBytes: number;
}

export interface ReaderPorts extends FetchPorts {
  readonly cache: Cache;
}

/**
 * Lists what a wheel holds from its ZIP central directory, by a few range requests; cached by the wheel's hash.
 * @throws RegistryError when the file host refuses; BuildError when the file is no readable wheel, or a useless one.
 */
export async function readWheelContents(
  wheel: LockedFile,
  ports: ReaderPorts,
  signal?: AbortSignal,
): Promise<ReadContents> {
  const cached = await recallWheelContents(ports.cache, wheel.sha256);
  if (cached) return { contents: cached, fetchedBytes: 0 };
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, signal);
  const contents = await readEntries(wheel, file);
  await rememberWheelContents(ports.cache, wheel.sha256, contents);
  return { contents, fetchedBytes: file.fetchedBytes() };
}

async function readEntries(wheel: LockedFile, file: RangedFile): Promise<WheelContents> {
  try {
    const { entries } = await unzipRaw(file);
    const fault = centralDirectoryFault(entries, await file.getLength());
    if (fault !== undefined) throw fault;
    const scripts = entries.find((entry) => /^[^/]+\.dist-info\/entry_points\.txt$/.test(entry.name));
    const entryPoints = scripts ? await smallText(scripts) : null;
    const scriptFault = entryPointsFault(entryPoints ?? "");
    if (scriptFault !== undefined) throw scriptFault;
    return {
      files: entries
        .filter((entry) => !entry.isDirectory)
        .map((entry) => ({
          path: entry.name,
          bytes: entry.size,
          compressedBytes: entry.compressedSize,
          crc32: entry["_rawEntry"].crc32,
        })),
      entryPoints,
      placeholders: await readPlaceholders(file, entries),
      fileBytes: await file.getLength(),
    };
  } catch (error) {
    throw unreadableWheel(wheel, error);
  }
}

/** The error that tells the user why a wheel can't be read. */
export function unreadableWheel(wheel: LockedFile, error: unknown): SurelayerError {
  if (error instanceof SurelayerError) return error;
  if (error instanceof WheelFault) return faultyWheelsError([faultyWheel(wheel.name, wheel, error)], error);
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
