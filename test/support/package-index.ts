import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { PackageFile } from "./python-packages.ts";

export interface IndexOptions {
  /** Address of this machine that containers reach. */
  readonly host: string;
  /** Name that clients know it by, instead of that address. */
  readonly name?: string;
  readonly files: readonly PackageFile[];
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The only login that it takes; everybody's without one. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Called before a file is sent whole, as installers ask for it; what it waits for, they wait for. */
  readonly onDownload?: (name: string) => Promise<void> | void;
  /** Sends the answers instead of the index itself. */
  readonly deliver?: (reply: Reply, exchange: Exchange) => Promise<void>;
}

/** What the index would answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const HTML = { "content-type": "text/html" };
const BINARY = { "content-type": "application/octet-stream", "accept-ranges": "bytes" };

/** A package index on this machine (also an HTTP proxy for it: it answers absolute addresses as its own). */
export class PackageIndex {
  readonly requests: { readonly method: string; readonly url: string; readonly status: number }[] = [];
  readonly #options: IndexOptions;
  /** Clients that went away before they asked for anything: they don't like the certificate. */
  refusedHandshakes = 0;
  readonly #gone = new Set<string>();
  readonly #busy = new Map<string, { readonly status: number; times: number }>();
  readonly #server;
  #port = 0;

  constructor(options: IndexOptions) {
    this.#options = options;
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      response.once("close", () => {
        const { method = "", url = "" } = request;
        this.requests.push({ method, url, status: response.statusCode });
      });
      void this.#answer(request, response).catch(() => response.destroy());
    };
    this.#server = options.tls ? createHttpsServer(options.tls, answer) : createHttpServer(answer);
    this.#server.on("tlsClientError", () => {
      this.refusedHandshakes++;
    });
  }

  /** Listens; after a stop, again at the same address. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(this.#port, this.#options.host, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses connections from here on, and ends those that are open. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Ends every open connection; who wants more connects anew. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  /** `host:port`. */
  get address(): string {
    return `${this.#options.name ?? this.#options.host}:${this.#port}`;
  }

  /** Address as an installer is set to it, with the login in it. */
  get url(): string {
    const { tls, login } = this.#options;
    const user = login ? `${login.username}:${login.password}@` : "";
    return `${tls ? "https" : "http"}://${user}${this.address}/simple/`;
  }

  /** The file is still listed, and no longer there. */
  withdraw(name: string): void {
    this.#gone.add(name);
  }

  /** The next whole downloads of the file are refused with a status. */
  fail(name: string, status: number, times: number): void {
    this.#busy.set(name, { status, times });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#reply(request);
    if (this.#options.deliver) return await this.#options.deliver(reply, { request, response });
    response.writeHead(reply.status, { ...reply.headers, "content-length": reply.body.length });
    response.end(request.method === "HEAD" ? undefined : reply.body);
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const path = new URL(request.url ?? "/", "http://index.invalid").pathname;
    const { login } = this.#options;
    const expected =
      login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
    if (expected && request.headers.authorization !== expected) {
      return said(401, "who are you?", { "www-authenticate": 'Basic realm="index"' });
    }
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
    if (project !== undefined) return this.#list(project);
    const name = decodeURIComponent(/^\/files\/(.+)$/.exec(path)?.[1] ?? "");
    const file = this.#options.files.find((one) => one.name === name);
    const whole = request.method === "GET" && request.headers.range === undefined;
    if (file && whole) await this.#options.onDownload?.(file.name);
    const busy = whole ? this.#busy.get(name ?? "") : undefined;
    if (busy && busy.times > 0) {
      busy.times -= 1;
      return said(busy.status, "later");
    }
    return !file || this.#gone.has(file.name) ? said(404, "not here") : content(file, request.headers.range);
  }

  #list(project: string): Reply {
    const files = this.#options.files.filter((one) => one.project === project);
    if (files.length === 0) return said(404, "no such project");
    const links = files.map(
      (one) => `<a href="../../files/${one.name}#sha256=${one.sha256}">${one.name}</a>`,
    );
    return said(200, `<!DOCTYPE html><html><body>${links.join("<br>")}</body></html>`, HTML);
  }
}

function said(status: number, text: string, headers: Reply["headers"] = {}): Reply {
  return { status, headers, body: Buffer.from(text) };
}

function content({ content }: PackageFile, range: string | undefined): Reply {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? "");
  if (!asked) return { status: 200, headers: BINARY, body: content };
  const [, first = "", last = ""] = asked;
  const start = first === "" ? Math.max(0, content.length - Number(last)) : Number(first);
  const end = first === "" || last === "" ? content.length - 1 : Math.min(Number(last), content.length - 1);
  const headers = { ...BINARY, "content-range": `bytes ${start}-${end}/${content.length}` };
  return { status: 206, headers, body: content.subarray(start, end + 1) };
}
