import { type Environment, variable } from "../environment.ts";
import type { PipOptions } from "./pip-conf.ts";

/** Settings of this machine's installers that a container can't follow, and what to do instead. */
export function unreachableSettings(
  env: Environment,
  pip: PipOptions,
  insecureHosts: readonly string[],
  loopback: readonly string[],
): readonly string[] {
  const warnings: string[] = [];
  if (insecureHosts.length > 0) {
    const hosts = [...new Set(insecureHosts)].join(", ");
    warnings.push(
      `This machine's installers trust ${hosts} without a certificate; build containers don't. ` +
        "Name the host's CA certificate in SSL_CERT_FILE instead.",
    );
  }
  for (const host of new Set(loopback)) {
    warnings.push(
      `The package index at ${host} can't be reached from a container: its loopback is its own. ` +
        "Let the index listen on an address of the engine's bridge (often 172.17.0.1) and configure that address.",
    );
  }
  const keyring = variable(env, "UV_KEYRING_PROVIDER") ?? variable(env, "PIP_KEYRING_PROVIDER") ?? "disabled";
  if (!["disabled", "auto"].includes(keyring)) {
    warnings.push("Build containers have no keyring: put the index's user and password into ~/.netrc.");
  }
  if (pip["no-index"]?.some((value) => /^(?:1|true|yes|on)$/iu.test(value))) {
    warnings.push(
      "pip's setting no-index isn't handed on: build containers install from the configured index.",
    );
  }
  return warnings;
}
