import type { Http } from "../../ports/machine.ts";
import { parseAddress } from "../network/url-credentials.ts";

/** Variables of an installer's environment with addresses of package indexes. The addresses may hold logins. */
const INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"] as const;

/** `Authorization` by origin: like installers, we send an index's login for every file on the same host. */
type IndexLogins = ReadonlyMap<string, string>;

export function indexLogins(installerEnv: Readonly<Record<string, string>>): IndexLogins {
  const addresses = INDEX_VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/u) ?? []);
  return new Map(
    addresses.flatMap((entry) => {
      const url = parseAddress(entry.replace(/^[A-Za-z0-9._-]+=/u, ""));
      if (!url || (url.username === "" && url.password === "")) return [];
      const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      return [[url.origin, `Basic ${Buffer.from(login).toString("base64")}`] as const];
    }),
  );
}

/** Adds the logins of package indexes to requests. */
export function withIndexLogins(http: Http, logins: IndexLogins): Http {
  return {
    request: (url, request = {}) => {
      const authorization = logins.get(new URL(url).origin);
      if (authorization === undefined) return http.request(url, request);
      return http.request(url, { ...request, headers: { authorization, ...request.headers } });
    },
  };
}
