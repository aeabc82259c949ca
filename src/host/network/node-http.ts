import * as http from "node:http";
import * as https from "node:https";
import type { Http, HttpRequest, HttpResponse } from "../../ports/machine.ts";
import { messageOf, RegistryError, UsageError } from "../../text/errors.ts";
import { createRoutes, type Route, type RouteOptions } from "./http-agents.ts";
import { collectBody, watchSilence } from "./http-body.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 10;
const NO_PROXY = { http: undefined, https: undefined, bypass: [] };

/**
 * HTTP by Node's own client, because @actions/http-client takes no CA bundle, no abort signal, and no time-out for silence
 * within an answer. Throws RegistryError with the reason as its `cause` if no whole answer came.
 */
export function createNodeHttp(options: Partial<RouteOptions> = {}): Http {
  const routeFor = createRoutes({ caBundle: options.caBundle, proxy: options.proxy ?? NO_PROXY });
  return {
    async request(address, request = {}) {
      let url = new URL(address);
      let current = request;
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const response = await attempt(url, current, routeFor);
        const location = response.headers["location"];
        if (!isRedirect(response.status) || location === undefined) return response;
        const next = new URL(location, url);
        requireAllowed(current, { from: url, to: next });
        current = redirected(current, response.status, { from: url, to: next });
        url = next;
      }
      throw new RegistryError(`${visible(url)} redirects more than ${MAX_REDIRECTS} times.`);
    },
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

const REDIRECT_REFUSED = "REDIRECT_REFUSED";

function requireAllowed(request: HttpRequest, { from, to }: { from: URL; to: URL }): void {
  const fault = request.redirectFault?.(from, to);
  if (fault === undefined) return;
  const message = `${visible(from)} redirects to ${visible(to)}, which ${fault.why}.`;
  throw new RegistryError(message, { remedy: fault.remedy, cause: { code: REDIRECT_REFUSED } });
}

function redirected(request: HttpRequest, status: number, step: { from: URL; to: URL }): HttpRequest {
  const { from, to } = step;
  if (from.protocol === "https:" && to.protocol !== "https:") {
    throw new RegistryError(`${visible(from)} redirects to ${visible(to)}, which isn't encrypted.`);
  }
  const headers = Object.entries(request.headers ?? {}).filter(
    // Credentials go only to the host that they were given for.
    ([name]) => from.host === to.host || !["authorization", "cookie"].includes(name.toLowerCase()),
  );
  const becomesGet = status === 303 || (status < 303 && request.method === "POST");
  const { body: _body, ...rest } = request;
  const kept = becomesGet && request.method !== "HEAD" ? { ...rest, method: "GET" as const } : request;
  return { ...kept, headers: Object.fromEntries(headers) };
}

async function attempt(url: URL, request: HttpRequest, routeFor: (url: URL) => Route): Promise<HttpResponse> {
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
        cause: error,
      },
    );
  }
}

async function exchange(request: HttpRequest, { agent, target }: Route): Promise<HttpResponse> {
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const outgoing = (target.protocol === "https:" ? https : http).request({
    ...target,
    ...{ agent, method: request.method ?? "GET" },
    headers: {
      // The bytes must arrive unchanged, because ranges and hashes count them.
      "accept-encoding": "identity",
      "user-agent": "surelayer",
      ...target.headers,
      ...request.headers,
      ...(body && { "content-length": String(body.length) }),
    },
    ...(request.signal && { signal: request.signal }),
  });
  const silence = watchSilence(outgoing, request.timeoutMs ?? DEFAULT_TIMEOUT_MS, request.longestMs);
  try {
    return await new Promise<HttpResponse>((resolve, reject) => {
      outgoing.once("error", reject);
      outgoing.once("response", (response) => {
        collectBody(response, request.maxBytes).then(
          (bytes) =>
            resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), body: bytes }),
          reject,
        );
      });
      outgoing.end(body);
    });
  } finally {
    silence.stop();
  }
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return Object.fromEntries(entries);
}

/** An address without its credentials. */
function visible(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
