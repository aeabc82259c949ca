import type { Files } from "../../ports/machine.ts";
import type { MachineNetwork } from "../../ports/ports.ts";
import type { Environment } from "../environment.ts";
import { readInstallerSettings } from "../installers/machine-index.ts";
import { findCaBundle } from "./machine-ca.ts";
import { containerProxy, type ProxySettings, readProxySettings } from "./machine-proxy.ts";
import { relaySettings } from "./relay-settings.ts";

/** This machine's way to the network, with details for its own programs and for the log. */
interface MachineSettings extends MachineNetwork {
  /** For programs of this machine, our own HTTP included. */
  readonly proxy: ProxySettings;
  /** Secret values of `installerEnv`, to be hidden in logs. */
  readonly secrets: readonly string[];
  /** Sentences about settings that can't be passed on, each with a remedy. */
  readonly warnings: readonly string[];
}

/** Variables by which installers and their tools find certificates. */
const CA_VARIABLES = [
  "SSL_CERT_FILE",
  "PIP_CERT",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "NODE_EXTRA_CA_CERTS",
] as const;

/**
 * Reads this machine's CA bundle, proxies and package indexes.
 * @param caPath where the CA bundle will lie inside a build container.
 * @throws UsageError when a variable names a file that can't be used.
 */
export async function readMachineNetwork(
  env: Environment,
  files: Pick<Files, "readText">,
  caPath: string,
): Promise<MachineSettings> {
  const installers = await readInstallerSettings(env, files);
  const caBundle = await findCaBundle(env, files, installers.certificates);
  const proxy = containerProxy(env);
  const certificates = caBundle ? Object.fromEntries(CA_VARIABLES.map((name) => [name, caPath])) : {};
  const installerEnv = { ...proxy.env, ...installers.env, ...certificates };
  return {
    caBundle,
    installerEnv,
    relay: relaySettings(installerEnv),
    proxy: readProxySettings(env),
    secrets: [...new Set([...proxy.secrets, ...installers.secrets])],
    warnings: [...proxy.warnings, ...installers.warnings],
  };
}
