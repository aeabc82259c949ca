import type { Environment } from "../environment.ts";

type Variables = Readonly<Record<string, string>>;

/** Settings of installers without any login: indexes and proxies stay, and are asked as a stranger asks them. */
export function withoutLogins(installerEnv: Variables): Variables {
  const kept = Object.entries(installerEnv).filter(([name]) => !SIGN_IN.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(USER_INFO, "$1")]));
}

const SIGN_IN = /^UV_INDEX_\w+_(?:USERNAME|PASSWORD)$/u;
/** `user:password@` of addresses; a proxy's address may have no scheme. */
const USER_INFO = /(^|\s|\/\/)[^/?#\s]*@/gu;

/** What programs of this machine need to run and to reach the network. */
const NEEDED = [
  ...["PATH", "TMPDIR", "LANG", "SSL_CERT_FILE", "GIT_SSL_CAINFO"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
];

/**
 * An environment in which git and uv find no login: no token of a variable, no file of the user's, no configuration of git
 * and no key of ssh. Proxies keep theirs, because these programs run no foreign code, and hand it to the proxy only.
 */
export function loginlessEnvironment(env: Environment): Environment {
  return {
    ...Object.fromEntries(NEEDED.map((name) => [name, env[name]])),
    HOME: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_SSH_COMMAND: "ssh -F /dev/null -o IdentityAgent=none -o IdentityFile=none",
  };
}
