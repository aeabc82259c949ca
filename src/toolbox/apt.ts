import type { Container } from "../ports/engine.ts";
import type { MachineNetwork } from "../ports/ports.ts";
import { archiveOf } from "./archive.ts";
import { CA_BUNDLE, SCRATCH } from "./places.ts";

/** What apt keeps of its own inside a container: all of it in the scratch volume, so that no layer ever holds it. */
const FOLDER = `${SCRATCH}/apt`;
const CONFIG = `${FOLDER}/apt.conf`;
const LOGS = `${FOLDER}/log`;

/**
 * Settings that come on top of the image's own: its sources, keys and proxies stay what they are. Lists stay compressed
 * and without translations (bookworm: 19 MB instead of 75 MB), and no cache of them is written (78 MB).
 */
function aptConfig(network: MachineNetwork): string {
  return [
    `Dir::State::Lists "${FOLDER}/lists";`,
    `Dir::Cache::archives "${FOLDER}/archives";`,
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    `Dir::Log "${LOGS}";`,
    'Acquire::Languages "none";',
    'Acquire::GzipIndexes "true";',
    'Acquire::Retries "3";',
    'Acquire::http::Timeout "30";',
    'Acquire::https::Timeout "30";',
    ...(network.caBundle === undefined ? [] : [`Acquire::https::CaInfo "${CA_BUNDLE}";`]),
    // A list that could not be fetched is a failure, not a warning beside exit code 0 (apt 2.1 and newer).
    'APT::Update::Error-Mode "any";',
    'APT::Install-Recommends "false";',
    'APT::Get::Remove "false";',
    `DPkg::Options { "--log=${LOGS}/dpkg.log"; "--force-confdef"; "--force-confold"; };`,
    "",
  ].join("\n");
}

/** Puts apt's settings and folders into an opened container's scratch volume. */
export async function prepareApt(container: Container, network: MachineNetwork): Promise<void> {
  const folders = ["apt", "apt/lists", "apt/no-lists", "apt/archives", "apt/log"].map((name) => ({ name }));
  const config = { name: "apt/apt.conf", content: aptConfig(network) };
  await container.putArchive(SCRATCH, archiveOf([...folders, config]));
}

/** The argv of a program of apt's that takes `-c`. */
export function aptCommand(program: "apt-get" | "apt-cache", args: readonly string[]): string[] {
  return [program, "-q", "-c", CONFIG, ...args];
}

/** For questions about what is installed: apt needn't read its lists for them, which takes it a second each time. */
export function aptWithoutLists(program: "apt-get" | "apt-mark", args: readonly string[]): string[] {
  return [program, "-q", "-c", CONFIG, "-o", `Dir::State::Lists=${FOLDER}/no-lists`, ...args];
}

/** Environment of apt and of the scripts that packages bring: the machine's proxies, nothing of its package indexes. */
export function aptEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  const proxies = Object.entries(network.installerEnv).filter(([name]) => /_proxy$/i.test(name));
  return {
    ...Object.fromEntries(proxies),
    DEBIAN_FRONTEND: "noninteractive",
    DEBCONF_NONINTERACTIVE_SEEN: "true",
    // What apt says is read by its English words.
    LC_ALL: "C.UTF-8",
    LANGUAGE: "en",
  };
}
