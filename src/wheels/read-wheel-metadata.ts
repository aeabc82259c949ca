import { unzipRaw } from "unzipit";
import type { Cache } from "../ports/machine.ts";
import { normaliseName } from "../python/distribution-name.ts";
import type { LockedFile } from "../python/lock.ts";
import { parseMetadata } from "../python/sources/static-metadata.ts";
import { openRangedFile, type RangedFile } from "./fetch/ranged-file.ts";
import type { FetchPorts } from "./fetch/request-with-retries.ts";
import { smallText, unreadableWheel } from "./read-wheel-contents.ts";

/**
 * The METADATA of a wheel, by a few range requests; cached by the wheel's hash.
 * @throws RegistryError when the file host refuses; BuildError when the file is no wheel of what its name says.
 */
export async function readWheelMetadata(
  wheel: LockedFile,
  ports: FetchPorts & { readonly cache: Cache },
  signal?: AbortSignal,
): Promise<string> {
  const key = `wheel-metadata/${wheel.sha256}.txt`;
  const cached = await ports.cache.read(key);
  if (cached?.length) return new TextDecoder().decode(cached);
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, signal);
  try {
    const metadata = await metadataIn(file);
    requireNamed(metadata, wheel.name);
    await ports.cache.write(key, new TextEncoder().encode(metadata));
    return metadata;
  } catch (error) {
    throw unreadableWheel(wheel, error);
  }
}

/** The METADATA of a wheel. @throws Error that says what is wrong with the file. */
export async function metadataIn(file: RangedFile): Promise<string> {
  const { entries } = await unzipRaw(file);
  const entry = entries.find((one) => /^[^/]+\.dist-info\/METADATA$/.test(one.name));
  if (!entry) throw new Error("it holds no .dist-info/METADATA");
  return smallText(entry);
}

/** Installers refuse a wheel whose name and metadata differ; a local version may stand in the name alone. */
function requireNamed(metadata: string, fileName: string): void {
  const [name = "", version = ""] = fileName.split("-");
  const told = parseMetadata(metadata);
  const sameVersion = [version, version.replace(/\+.*$/, "")].some(
    (one) => one.toLowerCase() === told.version.toLowerCase(),
  );
  if (normaliseName(told.name) === normaliseName(name) && sameVersion) return;
  throw new Error(`its metadata is of "${told.name.slice(0, 100)} ${told.version.slice(0, 100)}"`);
}
