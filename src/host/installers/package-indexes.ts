import { isLoopback, parseAddress, secretsOf, withCredentials } from "../network/url-credentials.ts";
import { credentialsFor, type NetrcEntry } from "./netrc.ts";

/** The package indexes that an installer of this machine is set to. */
export interface PackageIndexes {
  /** Instead of the public index. */
  readonly main: string | undefined;
  /** On top of it; uv's spelling `name=address` is allowed. */
  readonly extra: readonly string[];
}

export function hasIndexes(indexes: PackageIndexes): boolean {
  return indexes.main !== undefined || indexes.extra.length > 0;
}

/** Keeps what a container can reach by network: an index in a local folder isn't there. */
export function onlyRemote(indexes: PackageIndexes): PackageIndexes {
  const main = indexes.main !== undefined && isRemote(indexes.main) ? indexes.main : undefined;
  return { main, extra: indexes.extra.filter((entry) => isRemote(split(entry).address)) };
}

/** Puts credentials of the netrc file into the addresses: the file itself never gets into a container. */
export function signIn(indexes: PackageIndexes, netrc: readonly NetrcEntry[]): PackageIndexes {
  const signed = (address: string): string => {
    const host = parseAddress(address)?.hostname;
    const entry = host === undefined ? undefined : credentialsFor(netrc, host);
    return entry ? withCredentials(address, entry.login, entry.password) : address;
  };
  return {
    main: indexes.main === undefined ? undefined : signed(indexes.main),
    extra: indexes.extra.map((entry) => {
      const { name, address } = split(entry);
      return name === undefined ? signed(address) : `${name}=${signed(address)}`;
    }),
  };
}

/** Variables that set uv to these indexes. */
export function uvIndexEnv(indexes: PackageIndexes): Record<string, string> {
  return {
    ...(indexes.main !== undefined && { UV_DEFAULT_INDEX: indexes.main }),
    ...(indexes.extra.length > 0 && { UV_INDEX: indexes.extra.join(" ") }),
  };
}

/** Variables that set pip to these indexes. */
export function pipIndexEnv(indexes: PackageIndexes): Record<string, string> {
  const extra = indexes.extra.map((entry) => split(entry).address);
  return {
    ...(indexes.main !== undefined && { PIP_INDEX_URL: indexes.main }),
    ...(extra.length > 0 && { PIP_EXTRA_INDEX_URL: extra.join(" ") }),
  };
}

/** Passwords in the addresses. */
export function indexSecrets(indexes: PackageIndexes): readonly string[] {
  return addresses(indexes).flatMap(secretsOf);
}

/** Hosts of the indexes that a container can't reach, because they are this machine's loopback. */
export function loopbackHosts(indexes: PackageIndexes): readonly string[] {
  const hosts = addresses(indexes).map((address) => parseAddress(address));
  return hosts.flatMap((url) => (url && isLoopback(url.hostname) ? [url.host] : []));
}

function addresses(indexes: PackageIndexes): readonly string[] {
  const extra = indexes.extra.map((entry) => split(entry).address);
  return indexes.main === undefined ? extra : [indexes.main, ...extra];
}

function split(entry: string): { readonly name: string | undefined; readonly address: string } {
  const match = /^([A-Za-z0-9._-]+)=(.*)$/u.exec(entry);
  return { name: match?.[1], address: match?.[2] ?? entry };
}

export function isRemote(address: string): boolean {
  return /^(?:[a-z]+\+)?https?:\/\//iu.test(address);
}
