process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  variable
} from "./chunk-SYLQ6SFJ.js";

// src/host/network/url-credentials.ts
function isLoopback(hostname) {
  const host = hostname.toLowerCase().replace(/^\[|\]$/gu, "");
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d+){3}$/u.test(host);
}
function secretsOf(address) {
  const url = parseAddress(address);
  if (!url) return [];
  const username = decode(url.username);
  const tokens = isToken(username) ? [username] : [];
  if (url.password === "") return tokens;
  const password = decode(url.password);
  return [.../* @__PURE__ */ new Set([password, url.password, `${username}:${password}`, ...tokens])];
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

// src/host/network/machine-proxy.ts
function readProxySettings(env) {
  const all = eitherCase(env, "ALL_PROXY");
  const bypass = eitherCase(env, "NO_PROXY") ?? "";
  return {
    http: eitherCase(env, "HTTP_PROXY") ?? all,
    https: eitherCase(env, "HTTPS_PROXY") ?? all,
    bypass: bypass.split(/[\s,]+/u).filter((entry) => entry !== "")
  };
}
function proxyFor(url, settings) {
  const proxy = url.protocol === "https:" ? settings.https : settings.http;
  if (proxy === void 0 || isLoopback(url.hostname)) return void 0;
  if (settings.bypass.some((entry) => matches(url, entry))) return void 0;
  return parseAddress(proxy);
}
function matches(url, entry) {
  if (entry === "*") return true;
  const [, pattern = entry, port] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? [];
  const urlPort = url.port || (url.protocol === "https:" ? "443" : "80");
  if (port !== void 0 && port !== urlPort) return false;
  const domain = pattern.toLowerCase().replace(/^\*?\.+/u, "");
  const host = url.hostname.toLowerCase();
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
var VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
function containerProxy(env) {
  const handedOn = {};
  const secrets = [];
  const warnings = [];
  for (const name of VARIABLES) {
    const value = eitherCase(env, name);
    if (value === void 0) continue;
    const url = parseAddress(value);
    if (url && isLoopback(url.hostname)) {
      warnings.push(loopbackWarning(name, url));
      continue;
    }
    Object.assign(handedOn, { [name]: value, [name.toLowerCase()]: value });
    secrets.push(...secretsOf(value));
  }
  const bypass = eitherCase(env, "NO_PROXY");
  if (bypass !== void 0 && Object.keys(handedOn).length > 0) {
    Object.assign(handedOn, { NO_PROXY: bypass, no_proxy: bypass });
  }
  return { env: handedOn, secrets, warnings };
}
function loopbackWarning(name, url) {
  return `${name} names ${url.protocol}//${url.host}, which a container can't reach: its loopback is its own. Build containers go without this proxy. Where they need it, let the proxy listen on an address of the engine's bridge too (often 172.17.0.1) and name that address in ${name}.`;
}
function eitherCase(env, name) {
  return variable(env, name.toLowerCase()) ?? variable(env, name);
}

export {
  isLoopback,
  secretsOf,
  withCredentials,
  parseAddress,
  readProxySettings,
  proxyFor,
  containerProxy
};
