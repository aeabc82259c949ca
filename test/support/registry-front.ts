import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Asked, Manner } from "./registry-server.ts";

interface FrontOptions {
  /** The registry behind it, `host:port`. */
  readonly registry: string;
  /** Where it listens; loopback by default. */
  readonly host?: string;
  /** Makes it speak TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Stands in front of a real registry, and has the manners that one shows only on bad days. */
export class RegistryFront {
  /** What it does instead of asking the registry; undefined asks it. */
  manner: (request: Asked) => Manner | undefined = () => undefined;
  readonly #options: FrontOptions;
  readonly #server: Server;

  constructor(options: FrontOptions) {
    this.#options = options;
    const answer = (incoming: IncomingMessage, response: ServerResponse) => this.#answer(incoming, response);
    this.#server = options.tls ? createSecureServer(options.tls, answer) : createServer(answer);
  }

  async start(): Promise<void> {
    const { host = "127.0.0.1" } = this.#options;
    await new Promise<void>((resolve) => this.#server.listen(0, host, resolve));
  }

  /** Ends every connection, also those that wait for an answer. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get address(): string {
    return `${this.#options.host ?? "127.0.0.1"}:${(this.#server.address() as AddressInfo).port}`;
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    const { method = "", url: path = "" } = incoming;
    const manner = this.manner({ method, path });
    // It takes not even the bytes of the question.
    if (manner === "silent") return;
    if (manner) {
      incoming.resume();
      return void response.writeHead(manner.status, manner.headers).end(manner.body);
    }
    this.#pass(incoming, response);
  }

  #pass(incoming: IncomingMessage, response: ServerResponse): void {
    const [hostname, port] = this.#options.registry.split(":");
    // The registry names its uploads by the host that it was asked for.
    const headers = { ...incoming.headers, "x-forwarded-proto": this.#options.tls ? "https" : "http" };
    const { method, url: path } = incoming;
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.on("error", () => onward.destroy());
    response.on("close", () => onward.destroy());
    incoming.pipe(onward);
  }
}
