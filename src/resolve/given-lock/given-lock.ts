import { isAbsolute, join } from "node:path";
import { TomlError } from "smol-toml";
import * as z from "zod";
import { normaliseName } from "../../python/distribution-name.ts";
import { privateIndexFault } from "../../python/index-url.ts";
import { type LockedDistribution, type LockedFile, lockedFile } from "../../python/lock.ts";
import { type PylockFile, type PylockPackage, readPylock } from "../../python/pylock.ts";
import type { BuildLock } from "../../python/sources/build-lock.ts";
import { ManifestError, messageOf, type Problem, type SourceLocation } from "../../text/errors.ts";
import { quote } from "../../text/quote.ts";
import { commitFault, type LockedCommit, lockedCommit } from "./locked-commit.ts";

/** A pylock.toml that the manifest names (`lock:`). */
export interface GivenLock {
  /** What messages call it. */
  readonly file: string;
  readonly text: string;
  /** Its own folder, from the manifest's: `.` for the same. */
  readonly folder: string;
  /** Take files from hosts that are private, loopback or without TLS. */
  readonly allowPrivate: boolean;
}

/** A package of such a lock, with what decides whether and for whom it is installed. */
export interface GivenPackage extends LockedDistribution {
  readonly marker: string | undefined;
  readonly requiresPython: string | undefined;
  /** What it asks for by its own lock; undefined where the lock doesn't say. */
  readonly dependencies: readonly string[] | undefined;
  /** Locked by the address of its file, as only the manifest may name it. */
  readonly byFile?: boolean;
  /** Locked as a commit, whose archive isn't known yet. */
  readonly commit?: LockedCommit;
  readonly location: SourceLocation;
}

export interface ParsedLock {
  readonly requiresPython: string | undefined;
  /** Markers, of which one has to hold; empty for anywhere. */
  readonly environments: readonly string[];
  readonly packages: readonly GivenPackage[];
}

/**
 * Reads a lock as uv's `--format pylock.toml` and pip's `pip lock` write it (PEP 751).
 * @param trusted hosts that this machine's own installer configuration names.
 * @throws ManifestError with every entry that can't be installed from an index by its hash, and where it stands.
 */
export function readGivenLock(lock: GivenLock, trusted: ReadonlySet<string>): ParsedLock {
  const read = readLock(lock);
  const problems: Problem[] = [];
  const packages = read.packages.flatMap((one) => {
    const location = locate(lock, one.name);
    const faults = packageFaults(one, lock.folder, lock.allowPrivate ? undefined : trusted);
    problems.push(...faults.map((message) => ({ message: `${quote(one.name)} ${message}`, location })));
    return faults.length > 0 ? [] : [given(one, lock.folder, location)];
  });
  if (problems.length > 0) throw new ManifestError(problems);
  return { requiresPython: read["requires-python"], environments: read.environments, packages };
}

function readLock({ file, text }: GivenLock): ReturnType<typeof readPylock> {
  try {
    return readPylock(text);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const [issue] = error.issues;
      const message = `is no lock as uv or pip write it (PEP 751): ${issue?.path.join(".")}: ${issue?.message}; write it with \`surelayer plan --write-lock\`, \`uv pip compile --format pylock.toml\` or \`pip lock\``;
      throw new ManifestError([{ message, location: { file, line: 1 } }], { cause: error });
    }
    if (!(error instanceof TomlError)) throw error;
    const [why = ""] = messageOf(error).split("\n");
    const message = `is no TOML: ${why}`;
    const location = { file, line: error.line, column: error.column };
    throw new ManifestError([{ message, location }], { cause: error });
  }
}

/** Where a package's entry stands; TOML's reader doesn't tell. */
function locate({ file, text }: GivenLock, name: string): SourceLocation {
  const lines = text.split("\n");
  const named = (line: string) => /^\s*name\s*=\s*["']([^"']*)["']/.exec(line.slice(0, 1000))?.[1] === name;
  const line = lines.findIndex(named);
  return line < 0 ? { file } : { file, line: line + 1 };
}

function packageFaults(
  one: PylockPackage,
  folder: string,
  trusted: ReadonlySet<string> | undefined,
): readonly string[] {
  if (one.directory !== undefined) return [`is locked as a folder of one machine; ${BY_NAME}`];
  if (one.version === undefined) return [`has no version; ${BY_NAME}`];
  if (one.vcs !== undefined) return [commitFault(one.vcs, one.name, trusted === undefined) ?? []].flat();
  if (one.archive?.subdirectory !== undefined) return [`is a folder of an archive; ${BY_NAME}`];
  const source = one.sdist ?? one.archive;
  const files = [...(one.wheels ?? []), ...(source ? [source] : [])];
  if (files.length === 0) return [`has neither wheels nor an sdist; ${BY_NAME}`];
  const building = (one.tool?.surelayer?.["build-distributions"] ?? []).map(({ file }) => file);
  return [...new Set([...files, ...building].flatMap((file) => fileFault(file, folder, trusted) ?? []))];
}

const BY_NAME = "lock it by name and version from an index, or take it out";

function fileFault(
  file: PylockFile,
  folder: string,
  trusted: ReadonlySet<string> | undefined,
): string | undefined {
  if (localAddress(file, folder) !== undefined) return hashFault(file);
  const url = file.url !== undefined && URL.canParse(file.url) ? new URL(file.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return "has a file without a web address, which only the machine that locked it holds; lock it from an index";
  }
  if (url.username !== "" || url.password !== "") {
    return "has an address with credentials, which belong to the configuration of the machine that builds; take them out";
  }
  const unknown = hashFault(file);
  if (unknown !== undefined) return unknown;
  if (trusted === undefined || trusted.has(url.host)) return undefined;
  const fault = privateIndexFault(`${url.origin}/`);
  return fault && `has a file whose address ${fault}`;
}

function hashFault({ hashes }: PylockFile): string | undefined {
  if (/^[0-9a-f]{64}$/.test(hashes["sha256"] ?? "")) return undefined;
  return "has a file without a sha256 hash, so nobody can tell whether it is the right one; lock it again";
}

/** Of a file beneath the manifest's folder, as the manifest would name it; undefined for any other. */
function localAddress({ url, path }: PylockFile, folder: string): string | undefined {
  if (url !== undefined || path === undefined || isAbsolute(path)) return undefined;
  const way = join(folder, path);
  return way.startsWith("..") ? undefined : `./${way}`;
}

function given(one: PylockPackage, folder: string, location: SourceLocation): GivenPackage {
  const archive = one.archive && fileOf(one.archive, folder);
  const commit = one.vcs && lockedCommit(one.vcs);
  const isWheel = archive?.name.endsWith(".whl") === true;
  const source = archive && !isWheel ? { ...archive, name: sourceName(one, archive.name) } : undefined;
  return {
    name: normaliseName(one.name),
    version: one.version ?? "",
    index: one.index,
    wheels: [...(one.wheels ?? []).map((file) => fileOf(file, folder)), ...(isWheel ? [archive] : [])],
    sdist: one.sdist ? fileOf(one.sdist, folder) : source,
    ...(archive && { byFile: true }),
    ...(commit && { commit }),
    build: buildOf(one, folder),
    marker: one.marker,
    requiresPython: one["requires-python"],
    dependencies: one.dependencies?.map((each) => normaliseName(each.name)),
    location,
  };
}

function buildOf({ tool }: PylockPackage, folder: string): BuildLock | undefined {
  const own = tool?.surelayer;
  if (own === undefined) return undefined;
  const distributions = own["build-distributions"].map(({ name, version, file }) => {
    const { bytes = null, ...rest } = fileOf(file, folder);
    return { name, version, file: { ...rest, bytes } };
  });
  return { requires: own["build-requires"], distributions };
}

/** As installers call a source distribution, whatever the archive is called. */
function sourceName({ name, version }: PylockPackage, archive: string): string {
  const ending = archive.endsWith(".zip") ? ".zip" : ".tar.gz";
  return `${normaliseName(name).replaceAll("-", "_")}-${version ?? "0"}${ending}`;
}

function fileOf(given: PylockFile, folder: string): LockedFile {
  const { url = localAddress(given, folder) ?? "", hashes, name, size } = given;
  return lockedFile({ url, name, size, sha256: hashes["sha256"] ?? "" });
}
