import * as http from "node:http";
import * as https from "node:https";
import { connect as connectTls, createSecureContext, type SecureContext } from "node:tls";
import { UsageError } from "../errors.ts";
import { type ProxySettings, proxyFor } from "./machine-proxy.ts";

/** How one request travels: an agent with kept connections, and what a plain-HTTP proxy wants to be asked. */
export interface Route {
  readonly agent: http.Agent;
  readonly target: http.RequestOptions;
}

export interface RouteOptions {
  /** PEM certificates to trust instead of Node's own; undefined leaves Node's. */
  readonly caBundle: string | undefined;
  readonly proxy: ProxySettings;
}

const AGENT_OPTIONS = { keepAlive: true, maxSockets: 16 } as const;

/** Answers the route for an address; connections are kept and used again between requests. */
export function createRoutes(options: RouteOptions): (url: URL) => Route {
  // Read once: a bundle of 150 certificates costs milliseconds on every connection otherwise.
  const secureContext =
    options.caBundle === undefined ? undefined : createSecureContext({ ca: options.caBundle });
  const secure = secureContext ? { ...AGENT_OPTIONS, secureContext } : AGENT_OPTIONS;
  const direct = { "http:": new http.Agent(AGENT_OPTIONS), "https:": new https.Agent(secure) } as const;
  const tunnels = new Map<string, http.Agent>();
  return (url) => {
    const proxy = proxyFor(url, options.proxy);
    const isSecure = url.protocol === "https:";
    if (!proxy) return { agent: isSecure ? direct["https:"] : direct["http:"], target: toOptions(url) };
    assertUsable(proxy);
    if (!isSecure) {
      const agent = proxy.protocol === "https:" ? direct["https:"] : direct["http:"];
      return { agent, target: throughProxy(url, proxy) };
    }
    const tunnel = tunnels.get(proxy.href) ?? new TunnelAgent(proxy, secureContext);
    tunnels.set(proxy.href, tunnel);
    return { agent: tunnel, target: toOptions(url) };
  };
}

function assertUsable(proxy: URL): void {
  if (proxy.protocol === "http:" || proxy.protocol === "https:") return;
  throw new UsageError(`The proxy ${proxy.protocol}//${proxy.host} isn't an HTTP proxy.`, {
    remedy: "Name an http:// or https:// proxy in HTTP_PROXY and HTTPS_PROXY, or unset ALL_PROXY.",
  });
}

function toOptions(url: URL): http.RequestOptions {
  return { protocol: url.protocol, ...hostAndPort(url), path: url.pathname + url.search, ...signIn(url) };
}

function signIn(url: URL): http.RequestOptions {
  if (url.username === "" && url.password === "") return {};
  return { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` };
}

function hostAndPort(url: URL): http.RequestOptions {
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  return { host, ...(url.port !== "" && { port: url.port }) };
}

/** Plain HTTP needs no tunnel: the proxy is asked for the whole address. */
function throughProxy(url: URL, proxy: URL): http.RequestOptions {
  const headers = { host: url.host, ...proxyHeaders(proxy) };
  const path = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
  return { protocol: proxy.protocol, ...hostAndPort(proxy), path, headers, ...signIn(url) };
}

function proxyHeaders(proxy: URL): Record<string, string> {
  const { auth } = signIn(proxy);
  return auth ? { "proxy-authorization": `Basic ${Buffer.from(auth).toString("base64")}` } : {};
}

/** TLS to the server through a proxy's CONNECT, so that the proxy sees no more than the host name. */
class TunnelAgent extends https.Agent {
  readonly #proxy: URL;
  readonly #secureContext: SecureContext | undefined;

  constructor(proxy: URL, secureContext: SecureContext | undefined) {
    super(AGENT_OPTIONS);
    this.#proxy = proxy;
    this.#secureContext = secureContext;
  }

  override createConnection(
    options: https.RequestOptions & { readonly servername?: string },
    callback?: (error: Error | null, stream: import("node:stream").Duplex) => void,
  ): undefined {
    const done = callback as (error: Error | null, stream?: import("node:stream").Duplex) => void;
    const context = this.#secureContext && { secureContext: this.#secureContext };
    const authority = `${options.host}:${options.port ?? 443}`;
    const request = (this.#proxy.protocol === "https:" ? https : http).request({
      ...{ protocol: this.#proxy.protocol, ...hostAndPort(this.#proxy), ...context },
      ...{ method: "CONNECT", path: authority, headers: { host: authority, ...proxyHeaders(this.#proxy) } },
      ...{ agent: false, timeout: 30_000 },
    });
    request.once("timeout", () => request.destroy(new Error(`the proxy ${this.#proxy.host} doesn't answer`)));
    request.once("error", (error) => done(error));
    request.once("connect", (response, socket) => {
      socket.setTimeout(0);
      if (response.statusCode === 200) {
        const { servername } = options;
        done(null, connectTls({ socket, ...context, ...(servername ? { servername } : {}) }));
        return;
      }
      socket.destroy();
      done(
        new Error(`the proxy ${this.#proxy.host} answered ${response.statusCode} to CONNECT ${authority}`),
      );
    });
    request.end();
    return;
  }
}
