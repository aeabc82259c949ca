import { type Environment, variable } from "../environment.ts";
import { isLoopback, parseAddress, secretsOf } from "./url-credentials.ts";

/** This machine's proxies, by the protocol of the address. */
export interface ProxySettings {
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** Hosts that are reached without a proxy, as NO_PROXY lists them. */
  readonly bypass: readonly string[];
}

/** The proxy settings of an environment; lower case wins, as in curl, and ALL_PROXY fills the gaps. */
export function readProxySettings(env: Environment): ProxySettings {
  const all = eitherCase(env, "ALL_PROXY");
  const bypass = eitherCase(env, "NO_PROXY") ?? "";
  return {
    http: eitherCase(env, "HTTP_PROXY") ?? all,
    https: eitherCase(env, "HTTPS_PROXY") ?? all,
    bypass: bypass.split(/[\s,]+/u).filter((entry) => entry !== ""),
  };
}

/** The proxy for an address; undefined if no proxy is needed, as for this machine itself. */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const proxy = url.protocol === "https:" ? settings.https : settings.http;
  if (proxy === undefined || isLoopback(url.hostname)) return undefined;
  if (settings.bypass.some((entry) => matches(url, entry))) return undefined;
  return parseAddress(proxy);
}

/** `*`, `host`, `.domain` (the domain and everything below it), either with a port. */
function matches(url: URL, entry: string): boolean {
  if (entry === "*") return true;
  const [, pattern = entry, port] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? [];
  const urlPort = url.port || (url.protocol === "https:" ? "443" : "80");
  if (port !== undefined && port !== urlPort) return false;
  const domain = pattern.toLowerCase().replace(/^\*?\.+/u, "");
  const host = url.hostname.toLowerCase();
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}

const VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] as const;

/** The same settings for programs in a container. Names are given in both cases, because apt and curl read lower case. */
export function containerProxy(env: Environment) {
  const handedOn: Record<string, string> = {};
  const secrets: string[] = [];
  const warnings: string[] = [];
  for (const name of VARIABLES) {
    const value = eitherCase(env, name);
    if (value === undefined) continue;
    const url = parseAddress(value);
    if (url && isLoopback(url.hostname)) {
      warnings.push(loopbackWarning(name, url));
      continue;
    }
    Object.assign(handedOn, { [name]: value, [name.toLowerCase()]: value });
    secrets.push(...secretsOf(value));
  }
  const bypass = eitherCase(env, "NO_PROXY");
  if (bypass !== undefined && Object.keys(handedOn).length > 0) {
    Object.assign(handedOn, { NO_PROXY: bypass, no_proxy: bypass });
  }
  return { env: handedOn, secrets, warnings };
}

function loopbackWarning(name: string, url: URL): string {
  return (
    `${name} names ${url.protocol}//${url.host}, which a container can't reach: its loopback is its own. ` +
    "Build containers go without this proxy. Where they need it, let the proxy listen on an address of the " +
    `engine's bridge too (often 172.17.0.1) and name that address in ${name}.`
  );
}

function eitherCase(env: Environment, name: string): string | undefined {
  return variable(env, name.toLowerCase()) ?? variable(env, name);
}
