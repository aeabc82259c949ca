import type { Container } from "../ports/engine.ts";
import type { MachineNetwork } from "../ports/ports.ts";
import { archiveOf } from "./archive.ts";
import { CA_BUNDLE, SCRATCH } from "./container-paths.ts";
import { containerEnv } from "./relay/container-env.ts";

/** apt's own files, in the scratch volume of a container, so that no layer ever holds them. */
const FOLDER = `${SCRATCH}/apt`;
const CONFIG = `${FOLDER}/apt.conf`;
const LOGS = `${FOLDER}/log`;

/**
 * Settings in addition to the image's own, whose sources, keys and proxies stay. The lists are kept compressed and without
 * translations (bookworm: 19 MB instead of 75 MB), and apt writes no cache of them (78 MB).
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
    // Makes apt 2.1 and newer fail for want of a list, instead of warning and ending with exit code 0.
    'APT::Update::Error-Mode "any";',
    'APT::Install-Recommends "false";',
    'APT::Get::Remove "false";',
    `DPkg::Options { "--log=${LOGS}/dpkg.log"; "--force-confdef"; "--force-confold"; };`,
    "",
  ].join("\n");
}

/** Puts apt's settings and folders into the scratch volume of an open container. */
export async function prepareApt(container: Container, network: MachineNetwork): Promise<void> {
  const folders = ["apt", "apt/lists", "apt/no-lists", "apt/archives", "apt/log"].map((name) => ({ name }));
  const config = { name: "apt/apt.conf", content: aptConfig(network) };
  await container.putArchive(SCRATCH, archiveOf([...folders, config]));
}

/** The argv of a program of apt, with our settings (`-c`). */
export function aptCommand(program: "apt-get" | "apt-cache", args: readonly string[]): string[] {
  return [program, "-q", "-c", CONFIG, ...args];
}

/** For questions about installed packages. They need no lists, and reading the lists takes apt a second. */
export function aptWithoutLists(program: "apt-get" | "apt-mark", args: readonly string[]): string[] {
  return [program, "-q", "-c", CONFIG, "-o", `Dir::State::Lists=${FOLDER}/no-lists`, ...args];
}

/** Environment of apt and of the packages' own scripts: the machine's proxies, but not its package indexes. */
export function aptEnv(network: MachineNetwork): Readonly<Record<string, string>> {
  const proxies = Object.entries(containerEnv(network)).filter(([name]) => /_proxy$/i.test(name));
  return {
    ...Object.fromEntries(proxies),
    DEBIAN_FRONTEND: "noninteractive",
    DEBCONF_NONINTERACTIVE_SEEN: "true",
    // apt's messages are matched in English.
    LC_ALL: "C.UTF-8",
    LANGUAGE: "en",
  };
}

/** Debian's helpers run this program before they start a service. Exit code 101 forbids the start. */
export const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

/**
 * Forbids the start of services, after `prepareApt`.
 * @returns false where the base has a policy of its own, as the official images do: that one stays.
 */
export async function forbidServices(container: Container, signal: AbortSignal): Promise<boolean> {
  const policy = { name: "apt/policy-rc.d", content: "#!/bin/sh\nexit 101\n", mode: 0o755 };
  await container.putArchive(SCRATCH, archiveOf([policy]));
  const command = ["ln", "-s", `${SCRATCH}/${policy.name}`, SERVICE_POLICY];
  return (await container.exec({ command, signal })) === 0;
}
