import type { Http } from "../../ports/machine.ts";
import { parseAddress } from "../network/url-credentials.ts";

/** Variables of an installer's environment that name package indexes, logins in the addresses. */
const INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"] as const;

/** `Authorization` by origin: as installers do, the login of an index goes to every file on the same host. */
export type IndexLogins = ReadonlyMap<string, string>;

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

/** Http that signs in at the package indexes. */
export function withIndexLogins(http: Http, logins: IndexLogins): Http {
  return {
    request: (url, request = {}) => {
      const authorization = logins.get(new URL(url).origin);
      if (authorization === undefined) return http.request(url, request);
      return http.request(url, { ...request, headers: { authorization, ...request.headers } });
    },
  };
}
