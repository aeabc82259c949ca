import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

interface StoredManifest {
  readonly mediaType: string;
  readonly body: string;
}

interface RegistryServerOptions {
  /** How it wants logins; none by default. */
  readonly auth?: "bearer" | "basic";
  /** The only login that it takes; without one it hands out tokens to everybody. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Answers this instead of manifests. */
  readonly status?: number;
  readonly errorBody?: string;
  /** What it does instead of answering as it should; undefined for a right answer. Asked before every answer. */
  readonly manner?: (request: Asked) => Manner | undefined;
  /** Makes it speak TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Blob {
  readonly digest: string;
  readonly size?: number;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
}

/** `silent` takes the request and never answers. */
export type Manner =
  | "silent"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A registry on loopback that holds manifests and knows of the blobs that they name. */
export class RegistryServer {
  /** Method, path and Authorization of each request. */
  readonly requests: { method: string; path: string; authorization: string | undefined; body: string }[] = [];
  readonly #manifests = new Map<string, StoredManifest>();
  readonly #blobs = new Set<string>();
  readonly #options: RegistryServerOptions;
  readonly #server: Server;

  constructor(options: RegistryServerOptions = {}) {
    this.#options = options;
    const answer = (request: IncomingMessage, response: ServerResponse) =>
      void this.#answer(request, response);
    this.#server = options.tls ? createSecureServer(options.tls, answer) : createServer(answer);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stores a manifest under its digest and a tag; answers the digest. */
  put(
    tag: string,
    manifest: { readonly config?: Blob; readonly layers?: readonly Blob[]; readonly [key: string]: unknown },
    mediaType = "application/vnd.oci.image.manifest.v1+json",
  ): string {
    const body = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest });
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    this.#manifests.set(tag, { mediaType, body });
    this.#manifests.set(digest, { mediaType, body });
    for (const blob of [manifest.config, ...(manifest.layers ?? [])]) if (blob) this.#blobs.add(blob.digest);
    return digest;
  }

  /** Loses a blob whose manifest it keeps. */
  lose(digest: string): void {
    this.#blobs.delete(digest);
  }

  /** Answers other bytes for a digest than it stands for. */
  corrupt(digest: string): void {
    const stored = this.#manifests.get(digest);
    if (stored) this.#manifests.set(digest, { ...stored, body: `${stored.body} ` });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const { method = "", url: path = "", headers } = request;
    this.requests.push({
      method,
      path,
      authorization: headers.authorization,
      body: Buffer.concat(chunks).toString(),
    });
    const manner = this.#options.manner?.({ method, path });
    if (manner === "silent") return;
    if (manner) return void response.writeHead(manner.status, manner.headers).end(manner.body);
    if (path.startsWith("/token")) return this.#answerToken(request, response);
    if (this.#refuses(headers.authorization)) return this.#challenge(response);
    const { status, errorBody = "" } = this.#options;
    if (status !== undefined) return void response.writeHead(status).end(errorBody);
    if (path.includes("/blobs/uploads/")) return this.#answerUpload(request, response);
    const blob = /\/blobs\/(sha256:.+)$/.exec(path)?.[1];
    if (blob !== undefined) return void response.writeHead(this.#blobs.has(blob) ? 200 : 404).end();
    const target = /^\/v2\/.+\/manifests\/(.+)$/.exec(path)?.[1] ?? "";
    const stored = this.#manifests.get(target);
    if (!stored) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    const digest = target.startsWith("sha256:")
      ? target
      : `sha256:${createHash("sha256").update(stored.body).digest("hex")}`;
    response.writeHead(200, { "content-type": stored.mediaType, "docker-content-digest": digest });
    response.end(method === "HEAD" ? undefined : stored.body);
  }

  /** Takes no bytes: an upload is only opened and cancelled. */
  #answerUpload({ method, url: path = "" }: IncomingMessage, response: ServerResponse): void {
    if (method === "POST") return void response.writeHead(202, { location: `${path}u1` }).end();
    response.writeHead(method === "DELETE" ? 204 : 405).end();
  }

  #refuses(authorization: string | undefined): boolean {
    const { auth, login } = this.#options;
    if (auth === undefined) return false;
    return authorization !== (auth === "bearer" ? "Bearer t0ken" : basicOf(login));
  }

  #challenge(response: ServerResponse): void {
    const challenge =
      this.#options.auth === "basic"
        ? 'Basic realm="registry"'
        : `Bearer realm="http://${this.address}/token",service="registry.example",scope="repository:team/worker:pull"`;
    response.writeHead(401, { "www-authenticate": challenge });
    response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
  }

  #answerToken(request: IncomingMessage, response: ServerResponse): void {
    const { login } = this.#options;
    const asked = request.method === "POST" || !login || request.headers.authorization === basicOf(login);
    if (!asked)
      return void response
        .writeHead(401)
        .end('{"errors":[{"code":"UNAUTHORIZED","message":"wrong password"}]}');
    response.writeHead(200, { "content-type": "application/json" }).end('{"token":"t0ken"}');
  }
}

function basicOf(login: RegistryServerOptions["login"]): string {
  return `Basic ${Buffer.from(`${login?.username}:${login?.password}`).toString("base64")}`;
}

/** This manner in the first answers to such a question, `METHOD /path`, and none later. */
export function firstAnswers(question: RegExp, manner: Manner, times = 1) {
  let left = times;
  return ({ method, path }: Asked): Manner | undefined => {
    if (left === 0 || !question.test(`${method} ${path}`)) return undefined;
    left -= 1;
    return manner;
  };
}
