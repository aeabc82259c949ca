import { createHash } from "node:crypto";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { addressedFile, isLocalAddress } from "../../python/direct-source.ts";
import type { LockedFile } from "../../python/lock.ts";
import { targetTags, wheelTags } from "../../python/target-tags.ts";
import { ConflictError, RegistryError } from "../../text/errors.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { probeFile } from "../../wheels/fetch/probe-file.ts";
import { requestWithRetries } from "../../wheels/fetch/request-with-retries.ts";
import { lockedWheel } from "../../wheels/hash-wheel.ts";
import { readWheelMetadata } from "../../wheels/read-wheel-metadata.ts";
import { type CandidateWheel, namedVersion } from "../candidate-wheel.ts";
import { archiveVersion, requireBase } from "./archive-version.ts";
import type { DirectBase, DirectUrlRequirement } from "./direct-url-requirements.ts";
import { type ReadCommit, readCommit } from "./read-commit.ts";

/** A file or commit that a phase asks for, as the resolver is told of it. */
export interface DirectFile {
  readonly wheel: CandidateWheel;
  /** What the user should know of it; whole sentences. */
  readonly remarks: readonly string[];
}

/**
 * Reads what a phase asks for by where it lies: its hash, its version, and what it requires.
 * @throws ConflictError where there is no such file, or one of something else; RegistryError where its host gives no answer.
 */
export async function readDirect(
  ask: DirectUrlRequirement,
  base: DirectBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<DirectFile> {
  const { phase, requirement, source } = ask;
  const common = {
    phase,
    distribution: requirement.normalised,
    chosenBy: "its address",
    direct: source.address,
  };
  if (source.kind === "wheel") {
    const file = await directWheel(ask, base.facts, ports);
    const metadata = await readWheelMetadata(file, ports, ports.signal);
    const wheel = { ...common, version: namedVersion(file.name), file, content: { metadata } };
    return { wheel, remarks: hashRemarks(ask, file) };
  }
  // Said before anything is fetched.
  requireBase(ask, base);
  const { file, content, remarks } = source.git
    ? await readCommit(source.git, requirement.name, base, ports)
    : await readArchive(ask, ports);
  const { version, name } = await archiveVersion({ ...ask, file, content }, base, toolbox, ports);
  const wheel = { ...common, version, file: { ...file, name }, content: { archive: content } };
  return { wheel, remarks };
}

function hashRemarks(
  { source, requirement }: DirectUrlRequirement,
  { sha256 }: LockedFile,
): readonly string[] {
  if (source.sha256 !== undefined || isLocalAddress(source.address)) return [];
  return [
    `The address of ${requirement.name} has no hash, and may answer another file tomorrow; \`#sha256=${sha256}\` behind it holds it fast.`,
  ];
}

async function directWheel(
  { phase, source }: DirectUrlRequirement,
  { python }: BaseFacts,
  ports: Ports,
): Promise<LockedFile> {
  const name = addressedFile(source.address);
  const tags = new Set(targetTags(python));
  if (!wheelTags(name).some((tag) => tags.has(tag))) {
    throw new ConflictError(`Phase ${phase} names a wheel for another Python or platform than the base's.`, {
      evidence: `${name}; the base has Python ${python.version} on ${python.machine}`,
      remedy: "Name the wheel for that Python, or take another base image.",
    });
  }
  const { exists, status, bytes, etag } = await probeFile(source.address, ports, ports.signal);
  if (!exists) throw missing(phase, source.address, status);
  if (isLocalAddress(source.address)) {
    return { url: source.address, name, bytes, sha256: await hashLocal(source.address, bytes ?? 0, ports) };
  }
  const url = source.sha256 === undefined ? source.address : `${source.address}#sha256=${source.sha256}`;
  return lockedWheel({ url, name, bytes, etag }, ports, ports.signal);
}

function missing(phase: string, address: string, status: number): ConflictError {
  return new ConflictError(`Phase ${phase} asks for a file that isn't there: ${addressedFile(address)}.`, {
    evidence: `${address}: its host answered ${status}`,
    remedy: "Correct the address, or pin a version that an index has.",
  });
}

const PIECE_BYTES = 16 * 1024 * 1024;

/** What lies beneath the manifest is hashed each time: nobody tells when it changes. */
export async function hashLocal(
  address: string,
  bytes: number,
  { http, signal }: Pick<Ports, "http" | "signal">,
): Promise<string> {
  const hash = createHash("sha256");
  for (let start = 0; start < bytes; start += PIECE_BYTES) {
    signal.throwIfAborted();
    const end = Math.min(bytes, start + PIECE_BYTES);
    const { body } = await http.request(address, { headers: { range: `bytes=${start}-${end - 1}` } });
    hash.update(body);
  }
  return hash.digest("hex");
}

/** Addresses of those files beneath the manifest that are gone, or hold something else than they did. */
export async function changedFiles(
  files: readonly { readonly url: string; readonly sha256: string }[],
  ports: Pick<Ports, "http" | "clock" | "signal">,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const { url, sha256 } of files.filter((file) => isLocalAddress(file.url))) {
    const { bytes } = await probeFile(url, ports, ports.signal);
    if (bytes === undefined || (await hashLocal(url, bytes, ports)) !== sha256) changed.push(url);
  }
  return changed;
}

/** Sources are read whole; who publishes more than this publishes a wheel, too. */
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

/** Forges make archives as they send them, and tell no size beforehand. */
async function readArchive(ask: DirectUrlRequirement, ports: Ports): Promise<ReadCommit> {
  const { phase, requirement, source } = ask;
  const { address } = source;
  const request = { maxBytes: MAX_ARCHIVE_BYTES, signal: ports.signal };
  const { status, body } = await requestWithRetries(ports, address, request);
  if ([403, 404, 410].includes(status)) throw missing(phase, address, status);
  if (status !== 200) {
    throw new RegistryError(`The host of ${requirement.name}'s source archive answered ${status}.`, {
      evidence: `GET ${address}: status ${status}`,
      remedy: "Run again later; whether the file exists can't be said from that answer.",
      cause: { status },
    });
  }
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (source.sha256 !== undefined && source.sha256 !== sha256) {
    throw new ConflictError(
      `The source archive of ${requirement.name} isn't the one that the manifest names.`,
      {
        evidence: `${address}: sha256 ${sha256}, wanted ${source.sha256}`,
        remedy: "Look at what changed there; then write the new hash, or take another archive.",
      },
    );
  }
  const file = { url: address, name: addressedFile(address), bytes: body.length, sha256 };
  return { file, content: body, remarks: hashRemarks(ask, file) };
}
