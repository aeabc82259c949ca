import { execFileSync, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { GitRepository } from "./git-repository.ts";

export interface GitServerOptions {
  /** Folder whose folders are the repositories. */
  readonly root: string;
  readonly host?: string;
  /** The only login that it takes; everybody's without one. */
  readonly login?: { readonly username: string; readonly password: string };
}

const HEADERS_END = Buffer.from("\r\n\r\n");

/** git's own server over HTTP: git-http-backend behind Node. */
export class GitServer implements AsyncDisposable {
  /** Method and path of every request so far. */
  readonly requests: string[] = [];
  /** Answers a status to the next requests, as a host that is overloaded does. */
  busy = { status: 503, times: 0 };
  /** Refuses the newer protocol, and with it commits that are no branch's or tag's. */
  old = false;
  readonly #options: GitServerOptions;
  readonly #server;

  constructor(options: GitServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async start(): Promise<this> {
    const { host = "127.0.0.1" } = this.#options;
    await new Promise<void>((resolve) => this.#server.listen(0, host, resolve));
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** `host:port`. */
  get address(): string {
    return `${this.#options.host ?? "127.0.0.1"}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As git is asked for a repository. */
  url(name: string): string {
    return `http://${this.address}/${name}`;
  }

  /** An empty repository that is served at once. */
  repository(name: string): GitRepository {
    return new GitRepository(join(this.#options.root, name));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    const { login, root } = this.#options;
    const expected =
      login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
    if (this.busy.times > 0) {
      this.busy.times -= 1;
      return void response.writeHead(this.busy.status).end();
    }
    if (expected && request.headers.authorization !== expected) {
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    }
    const { pathname, search } = new URL(request.url ?? "/", "http://git.invalid");
    const backend = spawn(join(execPath(), "git-http-backend"), {
      env: {
        ...{ PATH: process.env["PATH"], GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: "1" },
        // The folders are this user's or, in a container, root's.
        ...{ GIT_CONFIG_COUNT: "2", GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: "*" },
        ...{ GIT_CONFIG_KEY_1: "uploadpack.allowFilter", GIT_CONFIG_VALUE_1: "true" },
        ...{
          PATH_INFO: pathname.replace(/^(\/[^/]+?)(?:\.git)?\//, "$1/.git/"),
          QUERY_STRING: search.slice(1),
        },
        ...{ REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers["content-type"] ?? "" },
        HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
        ...(!this.old && { GIT_PROTOCOL: String(request.headers["git-protocol"] ?? "") }),
      },
    });
    request.pipe(backend.stdin);
    backend.stdin.on("error", () => undefined);
    relay(backend.stdout, response);
  }
}

/** A CGI program says headers, an empty line, and the rest. */
function relay(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  output.on("data", (chunk: Buffer) => {
    if (response.headersSent) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(HEADERS_END);
    if (end < 0) return;
    const lines = head.subarray(0, end).toString().split("\r\n");
    const headers = Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2) as [string, string]));
    const { Status: status = "200", ...rest } = headers;
    response.writeHead(Number.parseInt(status, 10), rest);
    response.write(head.subarray(end + HEADERS_END.length));
  });
  output.on("end", () => response.end());
}

function execPath(): string {
  return execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim();
}
