process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  proxyFor
} from "./chunk-NUQ5CYDD.js";
import "./chunk-SYLQ6SFJ.js";
import {
  RegistryError,
  UsageError,
  messageOf
} from "./chunk-NR44LZQS.js";
import "./chunk-LSVDQLTT.js";

// src/host/network/node-http.ts
import * as http2 from "node:http";
import * as https2 from "node:https";

// src/host/network/http-agents.ts
import * as http from "node:http";
import * as https from "node:https";
import { connect as connectTls, createSecureContext } from "node:tls";
var AGENT_OPTIONS = { keepAlive: true, maxSockets: 16 };
function createRoutes(options) {
  const plain = new http.Agent(AGENT_OPTIONS);
  let secured;
  const secure = () => {
    secured ??= openSecured(options.caBundle);
    return secured;
  };
  const tunnels = /* @__PURE__ */ new Map();
  return (url) => {
    const proxy = proxyFor(url, options.proxy);
    const isSecure = url.protocol === "https:";
    if (!proxy) return { agent: isSecure ? secure().agent : plain, target: toOptions(url) };
    assertUsable(proxy);
    if (!isSecure) {
      const agent = proxy.protocol === "https:" ? secure().agent : plain;
      return { agent, target: throughProxy(url, proxy) };
    }
    const tunnel = tunnels.get(proxy.href) ?? new TunnelAgent(proxy, secure().context);
    tunnels.set(proxy.href, tunnel);
    return { agent: tunnel, target: toOptions(url) };
  };
}
function openSecured(caBundle) {
  const context = caBundle === void 0 ? void 0 : createSecureContext({ ca: caBundle });
  return {
    agent: new https.Agent({ ...AGENT_OPTIONS, ...context && { secureContext: context } }),
    context
  };
}
function assertUsable(proxy) {
  if (proxy.protocol === "http:" || proxy.protocol === "https:") return;
  throw new UsageError(`The proxy ${proxy.protocol}//${proxy.host} isn't an HTTP proxy.`, {
    remedy: "Name an http:// or https:// proxy in HTTP_PROXY and HTTPS_PROXY, or unset ALL_PROXY."
  });
}
function toOptions(url) {
  return { protocol: url.protocol, ...hostAndPort(url), path: url.pathname + url.search, ...signIn(url) };
}
function signIn(url) {
  if (url.username === "" && url.password === "") return {};
  return { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` };
}
function hostAndPort(url) {
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  return { host, ...url.port !== "" && { port: url.port } };
}
function throughProxy(url, proxy) {
  const headers = { host: url.host, ...proxyHeaders(proxy) };
  const path = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
  return { protocol: proxy.protocol, ...hostAndPort(proxy), path, headers, ...signIn(url) };
}
function proxyHeaders(proxy) {
  const { auth } = signIn(proxy);
  return auth ? { "proxy-authorization": `Basic ${Buffer.from(auth).toString("base64")}` } : {};
}
var TunnelAgent = class extends https.Agent {
  #proxy;
  #secureContext;
  constructor(proxy, secureContext) {
    super(AGENT_OPTIONS);
    this.#proxy = proxy;
    this.#secureContext = secureContext;
  }
  createConnection(options, callback) {
    const done = callback;
    const context = this.#secureContext && { secureContext: this.#secureContext };
    const authority = `${options.host}:${options.port ?? 443}`;
    const request = (this.#proxy.protocol === "https:" ? https : http).request({
      ...{ protocol: this.#proxy.protocol, ...hostAndPort(this.#proxy), ...context },
      ...{ method: "CONNECT", path: authority, headers: { host: authority, ...proxyHeaders(this.#proxy) } },
      ...{ agent: false, timeout: 3e4 }
    });
    request.once("timeout", () => request.destroy(new Error(`the proxy ${this.#proxy.host} doesn't answer`)));
    request.once("error", (error) => done(error));
    request.once("connect", (response, socket) => {
      socket.setTimeout(0);
      if (response.statusCode === 200) {
        const { servername, host } = options;
        const server = { ...host && { host }, ...servername ? { servername } : {} };
        done(null, connectTls({ socket, ...context, ...server }));
        return;
      }
      socket.destroy();
      done(
        new Error(`the proxy ${this.#proxy.host} answered ${response.statusCode} to CONNECT ${authority}`)
      );
    });
    request.end();
    return;
  }
};

// src/host/network/http-body.ts
async function collectBody(response, maxBytes = Number.POSITIVE_INFINITY) {
  const chunks = [];
  let received = 0;
  for await (const chunk of response) {
    received += chunk.length;
    if (received > maxBytes) {
      throw Object.assign(new Error(`the answer is longer than the ${maxBytes} bytes asked for`), {
        code: "E2BIG"
      });
    }
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error(`the connection broke after ${received} bytes of the answer`);
  return Buffer.concat(chunks);
}
function watchSilence(request, limitMs, longestMs = Number.POSITIVE_INFINITY) {
  let moved = -1;
  let since = performance.now();
  const began = since;
  const end = (why) => request.destroy(Object.assign(new Error(why), { code: "ETIMEDOUT" }));
  const check = () => {
    const socket = request.socket;
    const bytes = socket ? socket.bytesRead + socket.bytesWritten : 0;
    if (performance.now() - began >= longestMs) {
      end(`no whole answer in ${longestMs / 1e3} s`);
    } else if (bytes !== moved) {
      moved = bytes;
      since = performance.now();
    } else if (performance.now() - since >= limitMs) {
      end(`silence for ${limitMs / 1e3} s`);
    }
  };
  const timer = setInterval(check, Math.max(10, Math.min(limitMs / 4, 1e3)));
  return { stop: () => clearInterval(timer) };
}

// src/host/network/node-http.ts
var DEFAULT_TIMEOUT_MS = 3e4;
var MAX_REDIRECTS = 10;
var NO_PROXY = { http: void 0, https: void 0, bypass: [] };
function createNodeHttp(options = {}) {
  const routeFor = createRoutes({ caBundle: options.caBundle, proxy: options.proxy ?? NO_PROXY });
  return {
    async request(address, request = {}) {
      let url = new URL(address);
      let current = request;
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const response = await attempt(url, current, routeFor);
        const location = response.headers["location"];
        if (!isRedirect(response.status) || location === void 0) return response;
        const next = new URL(location, url);
        requireAllowed(current, { from: url, to: next });
        current = redirected(current, response.status, { from: url, to: next });
        url = next;
      }
      throw new RegistryError(`${visible(url)} redirects more than ${MAX_REDIRECTS} times.`);
    }
  };
}
function isRedirect(status) {
  return [301, 302, 303, 307, 308].includes(status);
}
var REDIRECT_REFUSED = "REDIRECT_REFUSED";
function requireAllowed(request, { from, to }) {
  const fault = request.redirectFault?.(from, to);
  if (fault === void 0) return;
  const message = `${visible(from)} redirects to ${visible(to)}, which ${fault.why}.`;
  throw new RegistryError(message, { remedy: fault.remedy, cause: { code: REDIRECT_REFUSED } });
}
function redirected(request, status, step) {
  const { from, to } = step;
  if (from.protocol === "https:" && to.protocol !== "https:") {
    throw new RegistryError(`${visible(from)} redirects to ${visible(to)}, which isn't encrypted.`);
  }
  const headers = Object.entries(request.headers ?? {}).filter(
    // Credentials go only to the host that they were given for.
    ([name]) => from.host === to.host || !["authorization", "cookie"].includes(name.toLowerCase())
  );
  const becomesGet = status === 303 || status < 303 && request.method === "POST";
  const { body: _body, ...rest } = request;
  const kept = becomesGet && request.method !== "HEAD" ? { ...rest, method: "GET" } : request;
  return { ...kept, headers: Object.fromEntries(headers) };
}
async function attempt(url, request, routeFor) {
  request.signal?.throwIfAborted();
  try {
    return await exchange(request, routeFor(url));
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof UsageError) throw error;
    throw new RegistryError(
      `${request.method ?? "GET"} ${visible(url)} got no answer: ${messageOf(error) || "connection refused"}`,
      {
        remedy: "Check the address, the network and this machine's proxy and CA settings, then run again.",
        cause: error
      }
    );
  }
}
async function exchange(request, { agent, target }) {
  const body = request.body === void 0 ? void 0 : Buffer.from(request.body);
  const outgoing = (target.protocol === "https:" ? https2 : http2).request({
    ...target,
    ...{ agent, method: request.method ?? "GET" },
    headers: {
      // The bytes must arrive unchanged, because ranges and hashes count them.
      "accept-encoding": "identity",
      "user-agent": "surelayer",
      ...target.headers,
      ...request.headers,
      ...body && { "content-length": String(body.length) }
    },
    ...request.signal && { signal: request.signal }
  });
  const silence = watchSilence(outgoing, request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.longestMs);
  try {
    return await new Promise((resolve, reject) => {
      outgoing.once("error", reject);
      outgoing.once("response", (response) => {
        collectBody(response, request.maxBytes).then(
          (bytes) => resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), body: bytes }),
          reject
        );
      });
      outgoing.end(body);
    });
  } finally {
    silence.stop();
  }
}
function flatten(headers) {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return Object.fromEntries(entries);
}
function visible(url) {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
export {
  createNodeHttp
};
