import type { MachineNetwork, Ports } from "../../ports/ports.ts";
import type { RelaySettings } from "../../ports/relay.ts";

/** On the loopback of a network that only a run's own containers share. */
export const RELAY_PORT = 8377;
const ADDRESS = `http://127.0.0.1:${RELAY_PORT}`;
const LOOPBACK = "127.0.0.1,localhost,::1";

/**
 * Environment of an installer in a container. Package code runs beside an installer, and in it, so that no login is in it: a
 * relay in another container adds the logins.
 */
export function containerEnv({ installerEnv, relay }: MachineNetwork): Readonly<Record<string, string>> {
  if (relay === undefined) return installerEnv;
  const proxied = relay.proxies.https === undefined ? ["http_proxy"] : ["http_proxy", "https_proxy"];
  const proxies = proxied.flatMap((name) => [name, name.toUpperCase()].map((one) => [one, ADDRESS]));
  const hosts = Object.keys(relay.logins);
  return {
    ...Object.fromEntries(Object.entries(relay.env).map(([name, value]) => [name, relayed(value, relay)])),
    ...Object.fromEntries(proxies),
    ...{ no_proxy: LOOPBACK, NO_PROXY: LOOPBACK },
    // The way to the relay has no certificate: it doesn't leave the containers' loopback.
    ...(hosts.length > 0 && { PIP_TRUSTED_HOST: hosts.join(" ") }),
  };
}

/** A text for a container: addresses of hosts with a login lead to the relay, which takes plain HTTP. */
export function relayed(text: string, relay: RelaySettings | undefined): string {
  const hosts = secureHosts(relay);
  return hosts === undefined ? text : text.replaceAll(new RegExp(`https://(?=${hosts})`, "gi"), "http://");
}

/** A text of a container, with the real addresses again. */
export function unrelayed(text: string, relay: RelaySettings | undefined): string {
  const hosts = secureHosts(relay);
  return hosts === undefined ? text : text.replaceAll(new RegExp(`http://(?=${hosts})`, "gi"), "https://");
}

/** A pattern for the hosts with a login that are reached by HTTPS; undefined where there are none. */
function secureHosts(relay: RelaySettings | undefined): string | undefined {
  const secure = Object.entries(relay?.logins ?? {}).filter(([, one]) => one.origin.startsWith("https:"));
  const hosts = secure.map(([host]) => host.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return hosts.length > 0 ? `(?:${hosts.join("|")})(?![\\w.-]|:\\d)` : undefined;
}

/** The same outside, whose relay has the logins of indexes that a manifest names, too: uv's variables hold them by name. */
export function withNamedLogins<T extends Pick<Ports, "network">>(
  ports: T,
  indexes: readonly { readonly name: string; readonly url: string }[],
): T {
  const { relay } = ports.network;
  if (relay === undefined) return ports;
  const found = indexes.flatMap(({ name, url }) => {
    const authorization = relay.named[name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")];
    const { host, origin } = new URL(url);
    return authorization === undefined ? [] : [[host, { origin, authorization }] as const];
  });
  const logins = { ...relay.logins, ...Object.fromEntries(found) };
  return { ...ports, network: { ...ports.network, relay: { ...relay, logins } } };
}
