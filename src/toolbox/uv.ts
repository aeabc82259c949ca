import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Container } from "../ports/engine.ts";
import type { LargeContent } from "../ports/machine.ts";
import type { Ports } from "../ports/ports.ts";
import { BuildError, RegistryError } from "../text/errors.ts";
import { SCRATCH } from "./container-paths.ts";
import { execBytes, execText, type TextResult } from "./exec-text.ts";

/** The installer and resolver. Its musl build is static, so the same program runs on every base. */
export const UV_VERSION = "0.13.9";
const UV_WHEEL_SHA256 = "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25";
/** Of the program in that wheel. */
const UV_PROGRAM_SHA256 = "edbfb9a3d00dc84148e6691cd8740781fdc32db6505d7ef88ba6c3e569d5bec9";
const UV_MAX_BYTES = 200 * 1024 * 1024;
const CACHE_NAME = `uv-${UV_VERSION}-${UV_WHEEL_SHA256.slice(0, 12)}-x86_64`;
const CACHE_KEY = `tools/${CACHE_NAME}`;
const HASH_KEY = `tool-hashes/${CACHE_NAME}.sha256`;

/**
 * Fetches the uv program by the base image's own pip, because pip knows the machine's package index and this project names
 * none. pip refuses a wheel with another hash than the pinned one. The cache keeps the program.
 */
export async function fetchUv(container: Container, python: string, ports: Ports): Promise<UvProgram> {
  return fetchAndKeep(ports, async () => {
    await download(container, python, ports);
    return extract(container, python, ports);
  });
}

/** The cached program is read piece by piece, because it has 44 MB. */
export type UvProgram = Uint8Array | LargeContent;

/** The program from the cache, or from `fetch`, whose result goes into the cache. */
export async function cachedUv(ports: Ports, fetch: () => Promise<Uint8Array>): Promise<UvProgram> {
  return (await keptUv(ports)) ?? fetchAndKeep(ports, fetch);
}

function fetchAndKeep(ports: Ports, fetch: () => Promise<Uint8Array>): Promise<UvProgram> {
  return ports.log.task(`fetch uv ${UV_VERSION}`, async () => {
    const program = await fetch();
    const hash = createHash("sha256").update(program).digest("hex");
    await ports.cache.write(CACHE_KEY, program);
    await ports.cache.write(HASH_KEY, new TextEncoder().encode(hash));
    return program;
  });
}

/** Undefined if the cache doesn't hold the program, or holds it damaged. */
export async function keptUv(ports: Ports): Promise<UvProgram | undefined> {
  const kept = await ports.cache.open(CACHE_KEY);
  return kept && (await intact(kept, ports)) ? kept : undefined;
}

/** A program that was cut short or changed on disk must not run. Another user may have kept the one that we name. */
async function intact(program: LargeContent, ports: Ports): Promise<boolean> {
  const hash = createHash("sha256");
  await pipeline(program.stream(), hash);
  const found = hash.digest("hex");
  if (found === UV_PROGRAM_SHA256) return true;
  const kept = await ports.cache.read(HASH_KEY);
  return kept !== undefined && new TextDecoder().decode(kept) === found;
}

async function download(container: Container, python: string, ports: Ports): Promise<void> {
  const script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])";
  await execText(container, { command: [python, "-c", script, `${SCRATCH}/uv.txt`, UV_REQUIREMENT] });
  const result = await execText(container, {
    command: [python, ...downloadArgs(SCRATCH)],
    env: ports.network.installerEnv,
    signal: ports.signal,
  });
  if (result.exitCode === 0) return;
  if (lacksPip(result)) {
    throw new BuildError("The base image has no pip, which fetches the installer uv the first time.", {
      remedy: "Use a base image with python3 and pip, such as python:3.12-slim.",
    });
  }
  throw uvDownloadError(
    result,
    "Check that containers reach the index: proxy, DNS and CA settings of this machine are passed on to them.",
  );
}

/** A requirements file with the pinned wheel. */
export const UV_REQUIREMENT = `uv==${UV_VERSION} --hash=sha256:${UV_WHEEL_SHA256}\n`;

/** Arguments for Python: pip fetches the requirements of `uv.txt` in the folder into `uv-wheel` beside it. */
export function downloadArgs(folder: string): readonly string[] {
  return [
    ...["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"],
    ...["--platform", "musllinux_1_1_x86_64", "--disable-pip-version-check", "--no-cache-dir"],
    ...["--require-hashes", "--dest", `${folder}/uv-wheel`, "-r", `${folder}/uv.txt`],
  ];
}

export function lacksPip({ stdout, stderr }: TextResult): boolean {
  return `${stdout}\n${stderr}`.includes("No module named pip");
}

export function uvDownloadError({ stdout, stderr }: TextResult, remedy: string): RegistryError {
  const output = `${stdout}\n${stderr}`.trim();
  return new RegistryError(`pip could not fetch uv ${UV_VERSION} from the package index.`, {
    evidence: output.split("\n").slice(-4).join("\n"),
    remedy,
  });
}

const EXTRACT = `
import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/uv-*.whl")[0])
name = [one for one in wheel.namelist() if one.endswith("/scripts/uv")][0]
target = open(sys.argv[2], "wb") if sys.argv[2:] else sys.stdout.buffer
target.write(wheel.read(name))
`;

/** Arguments for Python: takes the program from the wheel of `downloadArgs`, and writes it to a file or to stdout. */
export function extractArgs(folder: string, file?: string): readonly string[] {
  return ["-c", EXTRACT, `${folder}/uv-wheel`, ...(file === undefined ? [] : [file])];
}

async function extract(container: Container, python: string, ports: Ports): Promise<Uint8Array> {
  const command = [python, ...extractArgs(SCRATCH)];
  const result = await execBytes(container, { command, signal: ports.signal }, UV_MAX_BYTES);
  if (result.exitCode !== 0 || result.stdout.length === 0) {
    throw new BuildError("The uv wheel could not be unpacked in the base image.", {
      evidence: new TextDecoder().decode(result.stderr).trim().split("\n").at(-1) ?? "",
    });
  }
  return result.stdout;
}
