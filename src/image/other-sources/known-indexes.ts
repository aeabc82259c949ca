import type { Manifest } from "../../manifest/manifest.ts";

const VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"] as const;

/**
 * Addresses of all package indexes that the machine's settings and the manifest name, each once and without a login: whoever
 * asks signs in by the host.
 */
export function knownIndexes(
  manifest: Pick<Manifest, "indexes">,
  installerEnv: Readonly<Record<string, string>>,
): readonly string[] {
  const entries = VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/) ?? []);
  const machines = entries.map((entry) => entry.replace(/^[A-Za-z0-9._-]+=/, ""));
  const addresses = [...machines, ...manifest.indexes.map((one) => one.url)].flatMap((address) => {
    const url = URL.parse(address);
    if (!url || !/^https?:$/.test(url.protocol)) return [];
    return [`${url.origin}${url.pathname.replace(/\/*$/, "/")}`];
  });
  return [...new Set(addresses)];
}
