import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/toolbox/places.ts
var TOOLS = "/dev/surelayer/tools";
var SCRATCH = "/dev/surelayer/scratch";
var DOWNLOADS = "/dev/surelayer/downloads";
var PREFETCHED = `${DOWNLOADS}/wheels`;
var UV = `${TOOLS}/uv`;
var CA_BUNDLE = `${TOOLS}/ca.pem`;

// src/host/url-credentials.ts
function isLoopback(hostname) {
  const host = hostname.toLowerCase().replace(/^\[|\]$/gu, "");
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d+){3}$/u.test(host);
}
function secretsOf(address) {
  const url = parseAddress(address);
  if (!url || url.password === "") return url && isToken(url.username) ? [url.username] : [];
  const username = decode(url.username);
  const password = decode(url.password);
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  return [.../* @__PURE__ */ new Set([password, url.password, encodeURIComponent(password), basic])];
}
function withCredentials(address, user, password) {
  const url = parseAddress(address);
  if (url?.username !== "" || url.password !== "") return address;
  return address.replace("://", `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);
}
function isToken(username) {
  return username.length >= 16;
}
function parseAddress(address) {
  try {
    return new URL(address.includes("://") ? address : `http://${address}`);
  } catch {
    return void 0;
  }
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// src/host/index-logins.ts
var INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"];
function indexLogins(installerEnv) {
  const addresses = INDEX_VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/u) ?? []);
  return new Map(
    addresses.flatMap((entry) => {
      const url = parseAddress(entry.replace(/^[A-Za-z0-9._-]+=/u, ""));
      if (!url || url.username === "" && url.password === "") return [];
      const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      return [[url.origin, `Basic ${Buffer.from(login).toString("base64")}`]];
    })
  );
}
function withIndexLogins(http, logins) {
  return {
    request: (url, request = {}) => {
      const authorization = logins.get(new URL(url).origin);
      if (authorization === void 0) return http.request(url, request);
      return http.request(url, { ...request, headers: { authorization, ...request.headers } });
    }
  };
}

export {
  TOOLS,
  SCRATCH,
  DOWNLOADS,
  PREFETCHED,
  UV,
  CA_BUNDLE,
  isLoopback,
  secretsOf,
  withCredentials,
  parseAddress,
  indexLogins,
  withIndexLogins
};
