import * as z from "zod";
import { keepJson, recallJson } from "../ports/kept-json.ts";
import type { Cache } from "../ports/machine.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import type { LockedFile } from "../python/lock.ts";
import { requirementLeniently } from "../python/requirement.ts";
import { parseMetadata } from "../python/sources/static-metadata.ts";
import { BuildError, messageOf, SurelayerError } from "../text/errors.ts";
import { openRangedFile } from "./fetch/ranged-file.ts";
import { type FetchPorts, requestWithRetries } from "./fetch/request-with-retries.ts";
import { metadataIn } from "./read-wheel-metadata.ts";

/** What a wheel asks for (its METADATA). */
const WheelMetadata = z.readonly(
  z.strictObject({
    /** `Requires-Dist` lines, as far as they can be read. */
    requires: z.readonly(z.array(z.string().transform(requirementLeniently))),
    requiresPython: z.string().nullable(),
  }),
);
export type WheelMetadata = z.infer<typeof WheelMetadata>;

/** Reads wheels' metadata; fetches each once, ever. */
export type MetadataReader = (wheel: LockedFile) => Promise<WheelMetadata>;

/** The largest METADATA of real packages are 300 kB of README. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Nobody puts metadata beside a file of the repository. */
const LOCAL = { origin: "./" };

interface ReaderPorts extends FetchPorts {
  readonly cache: Cache;
  readonly signal: AbortSignal;
}

/** A host that once answered that it has no metadata beside its wheels (PEP 658) isn't asked for it again. */
export function metadataReader(ports: ReaderPorts): MetadataReader {
  const without = new Set<string>([LOCAL.origin]);
  return async (wheel) => {
    const key = `wheel-metadata/${wheel.sha256}.json`;
    const known = await recallJson(ports.cache, key, WheelMetadata);
    if (known) return known;
    const { origin } = isLocalAddress(wheel.url) ? LOCAL : new URL(wheel.url);
    const beside = without.has(origin) ? undefined : await besideWheel(wheel.url, ports);
    if (beside === undefined) without.add(origin);
    const { requires, requiresPython } = parseMetadata(beside ?? (await insideWheel(wheel, ports)));
    const written = { requires, requiresPython };
    await keepJson(ports.cache, key, written);
    return WheelMetadata.parse(written);
  };
}

/** PEP 658: the file's own address with `.metadata` behind it. */
async function besideWheel(url: string, ports: ReaderPorts): Promise<string | undefined> {
  const [address = url] = url.split("#");
  if (address.includes("?")) return undefined; // signed for one file
  const response = await requestWithRetries(ports, `${address}.metadata`, {
    maxBytes: MAX_BYTES,
    signal: ports.signal,
  });
  const text = response.status === 200 ? new TextDecoder().decode(response.body) : "";
  return /^Metadata-Version:/im.test(text.slice(0, 1000)) ? text : undefined;
}

async function insideWheel(wheel: LockedFile, ports: ReaderPorts): Promise<string> {
  const file = await openRangedFile(ports, wheel.url, wheel.bytes, ports.signal);
  try {
    return await metadataIn(file);
  } catch (error) {
    if (error instanceof SurelayerError) throw error;
    throw unreadable(wheel, messageOf(error));
  }
}

function unreadable(wheel: LockedFile, why: string): BuildError {
  return new BuildError(`${wheel.name} is no readable wheel: ${why}`, {
    evidence: `sha256 ${wheel.sha256}`,
    remedy:
      "The file at the index is damaged or isn't what its name says. Lock another version of this package.",
  });
}
