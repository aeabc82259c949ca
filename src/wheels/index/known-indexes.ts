import type { Manifest } from "../../manifest/manifest.ts";

const INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"] as const;

/**
 * Addresses of all package indexes that the machine's settings and the manifest name, each once. They carry no login: the http
 * port adds the login by the host.
 */
export function knownIndexes(
  manifest: Pick<Manifest, "indexes">,
  installerEnv: Readonly<Record<string, string>>,
): readonly string[] {
  const entries = INDEX_VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/) ?? []);
  const machines = entries.map((entry) => namedIndex(entry).url);
  const addresses = [...machines, ...manifest.indexes.map((one) => one.url)].flatMap((address) => {
    const url = URL.parse(address);
    if (!url || !/^https?:$/.test(url.protocol)) return [];
    return [`${url.origin}${url.pathname.replace(/\/*$/, "/")}`];
  });
  return [...new Set(addresses)];
}

/** An entry of `UV_INDEX`, which may be written `name=address`. */
export function namedIndex(entry: string): { readonly name?: string; readonly url: string } {
  const [, name, url] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(entry) ?? [];
  return name === undefined || url === undefined ? { url: entry } : { name, url };
}
