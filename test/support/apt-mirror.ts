import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { DebianPackage } from "./debian-package.ts";

/**
 * What a mirror does wrong. `status` answers it for every path that `paths` names; `wrong-hash` changes a byte of archives;
 * `truncated` ends archives half-way, `short` sends a shorter file as if it were whole; `half-index` lists only every
 * other package, in lists that agree with themselves, as a mirror does while it is being written.
 */
export type AptFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly paths?: RegExp;
      readonly retryAfter?: string;
    }
  | { readonly kind: "wrong-hash" | "truncated" | "short" }
  | { readonly kind: "half-index"; readonly without: readonly string[] };

const PACKAGES = "main/binary-amd64/Packages";

/** A Debian mirror on this machine: suite `stable`, component `main`, unsigned, so its source says `[trusted=yes]`. */
export class AptMirror {
  readonly requests: { readonly path: string; readonly status: number }[] = [];
  readonly #host: string;
  readonly #packages: Map<string, DebianPackage>;
  #fault: { readonly fault: AptFault; left: number } | undefined;
  #server: Server | undefined;
  #port = 0;

  /** @param host address of this machine that containers reach. */
  constructor(host: string, packages: readonly DebianPackage[]) {
    this.#host = host;
    this.#packages = new Map(packages.map((one) => [one.name, one]));
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, this.#host, resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Refuses connections, and takes them again at the same address after so long. */
  async unreachableFor(milliseconds: number): Promise<void> {
    await this.stop();
    await sleep(milliseconds);
    await this.start();
  }

  /** A line of sources.list. */
  get source(): string {
    return `deb [trusted=yes] http://${this.#host}:${this.#port}/ stable main\n`;
  }

  /** Fails from now on: the next `times` answers that the fault concerns, or all. */
  fail(fault: AptFault, times = Number.POSITIVE_INFINITY): void {
    this.#fault = { fault, left: times };
  }

  heal(): void {
    this.#fault = undefined;
  }

  /** Puts a package in, in place of any other version of it. */
  publish(one: DebianPackage): void {
    this.#packages.set(one.name, one);
  }

  withdraw(name: string): void {
    this.#packages.delete(name);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? "/", "http://mirror.invalid");
    const path = decodeURIComponent(pathname);
    response.once("close", () => void this.requests.push({ path, status: response.statusCode }));
    const fault = this.#take(path);
    if (fault?.kind === "status") {
      response.writeHead(fault.status, fault.retryAfter ? { "retry-after": fault.retryAfter } : {}).end();
      return;
    }
    const content = this.#content(path, fault);
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    const length = fault?.kind === "short" ? content.length >> 1 : content.length;
    response.writeHead(200, { "content-length": length });
    if (fault?.kind === "truncated")
      response.write(content.subarray(0, length >> 1), () => response.destroy());
    else response.end(content.subarray(0, length));
  }

  /** The fault where it concerns this path, counted once for each answer that it spoils. */
  #take(path: string): AptFault | undefined {
    const current = this.#fault;
    if (!current || current.left <= 0) return undefined;
    const { fault } = current;
    if (!pathsOf(fault).test(path)) return undefined;
    // A half index is spoilt once when its list has been sent: the Release before it must agree with it.
    if (fault.kind !== "half-index" || path.endsWith("/Packages")) current.left -= 1;
    return fault;
  }

  #content(path: string, fault: AptFault | undefined): Buffer | undefined {
    const without = fault?.kind === "half-index" ? fault.without : [];
    if (path === "/dists/stable/Release") return Buffer.from(release(this.#list(without)));
    if (path === `/dists/stable/${PACKAGES}`) return this.#list(without);
    const one = [...this.#packages.values()].find(({ fileName }) => path === `/pool/${fileName}`);
    if (!one || fault?.kind !== "wrong-hash") return one?.content;
    const changed = Buffer.from(one.content);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    return changed;
  }

  #list(without: readonly string[]): Buffer {
    const listed = [...this.#packages.values()].filter(({ name }) => !without.includes(name));
    return Buffer.from(listed.map(({ paragraph }) => `${paragraph}\n`).join(""));
  }
}

function pathsOf(fault: AptFault): RegExp {
  if (fault.kind === "status") return fault.paths ?? /./;
  return fault.kind === "half-index" ? /^\/dists\// : /\.deb$/;
}

function release(packages: Buffer): string {
  const hash = createHash("sha256").update(packages).digest("hex");
  return [
    ...["Origin: Test", "Suite: stable", "Codename: stable", "Architectures: amd64", "Components: main"],
    ...["Date: Sun, 22 Nov 2026 21:00:00 UTC", "SHA256:", ` ${hash} ${packages.length} ${PACKAGES}`, ""],
  ].join("\n");
}
