import { isLoopback, parseAddress, secretsOf, withCredentials } from "../network/url-credentials.ts";
import { credentialsFor, type NetrcEntry } from "./netrc.ts";

/** The package indexes of an installer's settings. */
export interface PackageIndexes {
  /** Replaces the public index. */
  readonly main: string | undefined;
  /** Asked besides the main index; may be written `name=address`, as for uv. */
  readonly extra: readonly string[];
}

export function hasIndexes(indexes: PackageIndexes): boolean {
  return indexes.main !== undefined || indexes.extra.length > 0;
}

/** Keeps the indexes that a container can reach by network: it sees no local folder. */
export function onlyRemote(indexes: PackageIndexes): PackageIndexes {
  const main = indexes.main !== undefined && isRemote(indexes.main) ? indexes.main : undefined;
  return { main, extra: indexes.extra.filter((entry) => isRemote(split(entry).address)) };
}

/** Puts the netrc file's credentials into the addresses, because the file itself stays out of containers. */
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
