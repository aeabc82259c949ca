import { buffer } from "node:stream/consumers";
import type { MachineNetwork, Ports } from "../ports/ports.ts";
import { BuildError } from "../text/errors.ts";
import { CA_BUNDLE } from "./container-paths.ts";
import type { TextResult } from "./exec-text.ts";
import { cachedUv, downloadArgs, extractArgs, lacksPip, UV_REQUIREMENT, uvDownloadError } from "./uv.ts";

/** Our tools in a folder of this machine, for work without a base image. */
export interface LocalTools {
  readonly folder: string;
  /** Path of the uv program. */
  readonly uv: string;
  /** Path of a Python of this machine. It runs our own scripts and uv's questions about Python, never a package's code. */
  readonly python: string;
  run(
    command: readonly string[],
    options?: {
      readonly workdir?: string;
      readonly signal?: AbortSignal;
      readonly env?: Readonly<Record<string, string>>;
    },
  ): Promise<TextResult>;
}

/**
 * Runs `body` with the tools, then removes their folder with everything in it.
 * @throws BuildError where this machine lacks what they need; RegistryError when uv can't be fetched.
 */
export async function withLocalTools<T>(ports: Ports, body: (tools: LocalTools) => Promise<T>): Promise<T> {
  const python = (await ports.processes.which("python3")) ?? (await ports.processes.which("python"));
  if (python === undefined) {
    throw new BuildError(
      "This machine has no Python 3, and uv needs one to plan for a base that isn't here.",
      { remedy: `Install python3 with pip on this machine, ${OR_PULL}` },
    );
  }
  const { signal } = ports;
  return ports.files.withFolder(async (folder) => {
    if (ports.network.caBundle !== undefined) await ports.files.write(caFile(folder), ports.network.caBundle);
    const env = localEnv(ports.network, folder);
    const run: LocalTools["run"] = ([program = "", ...args], options = {}) =>
      ports.processes.run(program, args, {
        ...{ env: { ...env, ...options.env }, inherit: INHERITED, cwd: options.workdir ?? folder },
        signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
      });
    const uv = `${folder}/uv`;
    const program = await cachedUv(ports, () => fetchUv({ folder, uv, python, run }, ports));
    const content = program instanceof Uint8Array ? program : await buffer(program.stream());
    await ports.files.write(uv, content, { executable: true });
    await requireRunning(await run([uv, "--version"]).catch(unstartable));
    return await body({ folder, uv, python, run });
  });
}

const OR_PULL =
  "or have the engine hold the base image (`docker pull`): then its own Python is used, in a container.";

/** Variables that the tools inherit: the path, and this machine's way to the network. We set all others. */
const INHERITED = [
  ...["PATH", "HOME", "TMPDIR", "LANG"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
];

/** The index, CA and time settings are those of a container. Proxies are inherited, also those on loopback. */
function localEnv(network: MachineNetwork, folder: string): Readonly<Record<string, string>> {
  const settings = Object.entries(network.installerEnv)
    .filter(([name]) => !/_proxy$/i.test(name))
    .map(([name, value]) => [name, value === CA_BUNDLE ? caFile(folder) : value]);
  return {
    ...Object.fromEntries(settings),
    // Their settings are passed on already, and only those may count, as in a container.
    PIP_CONFIG_FILE: "/dev/null",
    XDG_CONFIG_HOME: `${folder}/config`,
    PYTHONDONTWRITEBYTECODE: "1",
    UV_CACHE_DIR: `${folder}/cache`,
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    NO_COLOR: "1",
  };
}

function caFile(folder: string): string {
  return `${folder}/ca.pem`;
}

/** As in a container, pip knows the machine's index, and refuses a wheel with another hash than the pinned one. */
async function fetchUv({ folder, uv, python, run }: LocalTools, ports: Ports): Promise<Uint8Array> {
  await ports.files.write(`${folder}/uv.txt`, UV_REQUIREMENT);
  const result = await run([python, ...downloadArgs(folder)]);
  if (lacksPip(result)) {
    throw new BuildError("This machine's Python has no pip, which fetches the resolver uv the first time.", {
      evidence: python,
      remedy: `Install pip for it (Debian, Ubuntu: \`apt-get install python3-pip\`), ${OR_PULL}`,
    });
  }
  if (result.exitCode !== 0) {
    throw uvDownloadError(result, "Check the network, the proxy and the index settings of this machine.");
  }
  const extracted = await run([python, ...extractArgs(folder, uv)]);
  if (extracted.exitCode !== 0) {
    throw new BuildError("The uv wheel could not be unpacked on this machine.", {
      evidence: extracted.stderr.trim().split("\n").at(-1) ?? "",
    });
  }
  return ports.files.read(uv);
}

function unstartable(error: unknown): TextResult {
  const { code } = error as { code?: unknown };
  if (code === undefined) throw error;
  return { exitCode: 126, stdout: "", stderr: String(error) };
}

function requireRunning({ exitCode, stderr }: TextResult): void {
  if (exitCode === 0) return;
  throw new BuildError("The resolver uv doesn't run on this machine: it is built for Linux on x86-64.", {
    evidence: stderr.trim().split("\n").at(-1) ?? "",
    remedy: `Plan on such a machine, ${OR_PULL}`,
  });
}
