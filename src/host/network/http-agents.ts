import * as http from "node:http";
import * as https from "node:https";
import { connect as connectTls, createSecureContext, type SecureContext } from "node:tls";
import { UsageError } from "../../text/errors.ts";
import { type ProxySettings, proxyFor } from "./machine-proxy.ts";

/** The way of one request: an agent with open connections, and the target as the server or a plain-HTTP proxy wants it. */
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

/** @returns the route for an address; requests share their connections. */
export function createRoutes(options: RouteOptions): (url: URL) => Route {
  const plain = new http.Agent(AGENT_OPTIONS);
  let secured: ReturnType<typeof openSecured> | undefined;
  const secure = () => {
    secured ??= openSecured(options.caBundle);
    return secured;
  };
  const tunnels = new Map<string, http.Agent>();
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

/**
 * The agent and certificates for TLS. They are made once, because a bundle of 150 certificates takes 60 ms, and only when
 * needed, because a plan whose wheels are all known connects to no host.
 */
function openSecured(caBundle: string | undefined) {
  const context = caBundle === undefined ? undefined : createSecureContext({ ca: caBundle });
  return {
    agent: new https.Agent({ ...AGENT_OPTIONS, ...(context && { secureContext: context }) }),
    context,
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

/** Plain HTTP needs no tunnel: the request to the proxy names the whole address. */
function throughProxy(url: URL, proxy: URL): http.RequestOptions {
  const headers = { host: url.host, ...proxyHeaders(proxy) };
  const path = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
  return { protocol: proxy.protocol, ...hostAndPort(proxy), path, headers, ...signIn(url) };
}

function proxyHeaders(proxy: URL): Record<string, string> {
  const { auth } = signIn(proxy);
  return auth ? { "proxy-authorization": `Basic ${Buffer.from(auth).toString("base64")}` } : {};
}

/** Speaks TLS with the server through a proxy's CONNECT, so that the proxy sees only the host name. */
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
        const { servername, host } = options;
        // An address has no server name; the certificate is then checked against the host.
        const server = { ...(host && { host }), ...(servername ? { servername } : {}) };
        done(null, connectTls({ socket, ...context, ...server }));
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
