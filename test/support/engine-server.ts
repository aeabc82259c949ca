import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "../../src/docker/address/open-engine.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import type { Engine } from "../../src/ports/engine.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An engine's socket that answers what a test says, for what no real engine does on demand. */
export class EngineServer {
  readonly requests: { readonly method: string; readonly path: string; readonly auth: string | undefined }[] =
    [];
  readonly #folder: string;
  readonly #answer: Answer;
  readonly #server = createServer((request, response) => this.#receive(request, response));

  private constructor(folder: string, answer: Answer) {
    this.#folder = folder;
    this.#answer = answer;
  }

  static async start(answer: Answer): Promise<EngineServer> {
    const server = new EngineServer(await mkdtemp(join(tmpdir(), "surelayer-engine-")), answer);
    await new Promise<void>((resolve) => server.#server.listen(server.socket, resolve));
    return server;
  }

  get socket(): string {
    return join(this.#folder, "docker.sock");
  }

  async open(): Promise<Engine> {
    return await openEngine({ url: `unix://${this.socket}`, source: "test" }, createSystemClock());
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const auth = request.headers["x-registry-auth"];
    this.requests.push({
      method: request.method ?? "",
      path: request.url ?? "",
      auth: typeof auth === "string" ? Buffer.from(auth, "base64url").toString() : undefined,
    });
    request.resume();
    this.#answer(request, response);
  }
}

/** Answers 200 and one JSON value a line, as pulls and pushes do. */
export function answerLines(response: ServerResponse, lines: readonly object[]): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(lines.map((line) => `${JSON.stringify(line)}\r\n`).join(""));
}
