import type { LoginOrigin, RelaySettings } from "../../ports/relay.ts";
import { withoutLogins } from "../secrets/without-logins.ts";
import { parseAddress } from "./url-credentials.ts";

const INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"] as const;
const LINK_VARIABLES = ["PIP_FIND_LINKS", "UV_FIND_LINKS"] as const;
const INDEX_LOGIN = /^UV_INDEX_(\w+)_(USERNAME|PASSWORD)$/;
const PROXY = /^(?:https?|all|no)_proxy$/i;

/**
 * How containers reach the hosts that need a login, where this machine's settings hold one; undefined where they hold none.
 * @param env of an installer: proxies, indexes and their logins
 */
export function relaySettings(env: Readonly<Record<string, string>>): RelaySettings | undefined {
  const addresses = [...INDEX_VARIABLES, ...LINK_VARIABLES].flatMap((name) => entriesOf(env[name]));
  const named = indexLogins(env);
  const logins = new Map(addresses.map((entry) => loginIn(entry, named)).filter((one) => one !== undefined));
  const proxies = { http: env["http_proxy"], https: env["https_proxy"], no: env["no_proxy"] };
  const signed = [proxies.http, proxies.https].some(
    (one) => one !== undefined && /\/\/[^/]*@|^[^/]*@/.test(one),
  );
  if (logins.size === 0 && named.size === 0 && !signed) return undefined;
  return {
    logins: Object.fromEntries(logins),
    named: Object.fromEntries(named),
    proxies,
    env: bareEnv(env),
  };
}

/** What a container's installer gets: addresses without logins. The relay adds its own address. */
function bareEnv(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(withoutLogins(env)).filter(([name]) => !PROXY.test(name)));
}

/** Logins of indexes by uv's name for them, as `Basic …`. */
function indexLogins(env: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const names = new Set(Object.keys(env).flatMap((name) => INDEX_LOGIN.exec(name)?.[1] ?? []));
  return new Map(
    [...names].map((name) => {
      const [user = "", password = ""] = ["USERNAME", "PASSWORD"].map(
        (one) => env[`UV_INDEX_${name}_${one}`],
      );
      return [name, basic(user, password)] as const;
    }),
  );
}

/** The login of an entry of `UV_INDEX` and the like, which may be written `name=address`. */
function loginIn(
  entry: string,
  named: ReadonlyMap<string, string>,
): readonly [string, LoginOrigin] | undefined {
  const [, name, address = entry] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(entry) ?? [];
  const url = parseAddress(address);
  if (!url) return undefined;
  const own =
    url.username === "" && url.password === ""
      ? undefined
      : basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  const authorization = own ?? (name === undefined ? undefined : named.get(uvName(name)));
  return authorization === undefined ? undefined : [url.host, { origin: url.origin, authorization }];
}

/** As uv writes an index's name in a variable. */
function uvName(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
}

function entriesOf(value = ""): readonly string[] {
  return value.split(/[\s,]+/).filter((one) => one !== "");
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
