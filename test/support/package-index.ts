import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { PackageFile } from "./python-packages.ts";

export interface IndexOptions {
  /** Address of this machine that containers reach. */
  readonly host: string;
  readonly files: readonly PackageFile[];
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The only login that it takes; everybody's without one. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Called before a file is sent whole, as installers ask for it; what it waits for, they wait for. */
  readonly onDownload?: (name: string) => Promise<void> | void;
}

/** A package index on this machine (also an HTTP proxy for it: it answers absolute addresses as its own). */
export class PackageIndex {
  readonly requests: { readonly method: string; readonly url: string; readonly status: number }[] = [];
  readonly #options: IndexOptions;
  readonly #gone = new Set<string>();
  readonly #busy = new Map<string, { readonly status: number; times: number }>();
  readonly #server;

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
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, this.#options.host, resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** `host:port`. */
  get address(): string {
    return `${this.#options.host}:${(this.#server.address() as AddressInfo).port}`;
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
    const path = new URL(request.url ?? "/", "http://index.invalid").pathname;
    const { login } = this.#options;
    const expected =
      login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
    if (expected && request.headers.authorization !== expected) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="index"' }).end("who are you?");
      return;
    }
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
    if (project !== undefined) return this.#list(project, response);
    const name = decodeURIComponent(/^\/files\/(.+)$/.exec(path)?.[1] ?? "");
    const file = this.#options.files.find((one) => one.name === name);
    const whole = request.method === "GET" && request.headers.range === undefined;
    if (file && whole) await this.#options.onDownload?.(file.name);
    const busy = whole ? this.#busy.get(name ?? "") : undefined;
    if (busy && busy.times > 0) {
      busy.times -= 1;
      response.writeHead(busy.status).end("later");
      return;
    }
    if (!file || this.#gone.has(file.name)) {
      response.writeHead(404).end("not here");
      return;
    }
    this.#send(file, request, response);
  }

  #list(project: string, response: ServerResponse): void {
    const files = this.#options.files.filter((one) => one.project === project);
    if (files.length === 0) {
      response.writeHead(404).end("no such project");
      return;
    }
    const links = files.map(
      (one) => `<a href="../../files/${one.name}#sha256=${one.sha256}">${one.name}</a>`,
    );
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!DOCTYPE html><html><body>${links.join("<br>")}</body></html>`);
  }

  #send({ content }: PackageFile, request: IncomingMessage, response: ServerResponse): void {
    const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
    const headers = { "content-type": "application/octet-stream", "accept-ranges": "bytes" };
    if (!asked) {
      response.writeHead(200, { ...headers, "content-length": content.length });
      response.end(request.method === "HEAD" ? undefined : content);
      return;
    }
    const [, first = "", last = ""] = asked;
    const start = first === "" ? Math.max(0, content.length - Number(last)) : Number(first);
    const end = first === "" || last === "" ? content.length - 1 : Math.min(Number(last), content.length - 1);
    const range = `bytes ${start}-${end}/${content.length}`;
    response.writeHead(206, { ...headers, "content-range": range, "content-length": end - start + 1 });
    response.end(content.subarray(start, end + 1));
  }
}
