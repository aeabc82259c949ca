import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "../package-index.ts";
import type { Fault } from "./fault.ts";
import type { Visit } from "./traffic.ts";

const CHUNK_BYTES = 64 * 1024;
const SLICES_PER_SECOND = 10;

/** Sends a reply with a fault in it, and counts the bytes of the body that left. */
export async function deliver(
  reply: Reply,
  fault: Fault | undefined,
  response: ServerResponse,
  visit: Visit,
): Promise<void> {
  const sender = new Sender(reply, response, visit);
  switch (fault?.kind) {
    case undefined:
      return await sender.whole();
    case "status":
      return await sender.status(fault.status, fault.headers ?? {});
    case "reset":
      return await sender.reset(fault.afterBytes);
    case "truncated":
      return await sender.truncated(fault.afterBytes, fault.announced);
    case "stalled":
      await sender.part(fault.afterBytes);
      return;
    case "slow":
      return await sender.slow(fault.bytesPerSecond);
    case "corrupt":
      return await sender.whole(flipped(reply.body));
    case "replaced":
      return await sender.whole(fault.content);
    case "unreachable":
      response.socket?.resetAndDestroy();
      return;
  }
}

class Sender {
  readonly #reply: Reply;
  readonly #response: ServerResponse;
  readonly #visit: Visit;
  readonly #closed: Promise<false>;

  constructor(reply: Reply, response: ServerResponse, visit: Visit) {
    this.#reply = reply;
    this.#response = response;
    this.#visit = visit;
    this.#closed = new Promise((resolve) => response.once("close", () => resolve(false)));
  }

  async whole(body = this.#reply.body): Promise<void> {
    this.#head({ "content-length": body.length });
    if (this.#visit.method !== "HEAD") await this.#write(body);
    this.#response.end();
  }

  async status(status: number, headers: Readonly<Record<string, string>>): Promise<void> {
    this.#visit.status = status;
    this.#response.writeHead(status, headers);
    this.#response.end(`the index is told to answer ${status}`);
  }

  async reset(afterBytes: number): Promise<void> {
    if (afterBytes > 0) await this.part(afterBytes);
    this.#response.socket?.resetAndDestroy();
  }

  async truncated(afterBytes: number, announced: boolean): Promise<void> {
    if (announced) {
      await this.part(afterBytes);
      this.#response.socket?.end();
      return;
    }
    this.#head({});
    await this.#write(this.#reply.body.subarray(0, afterBytes));
    this.#response.end();
  }

  /** The beginning of a body whose length is announced. */
  async part(bytes: number): Promise<void> {
    this.#head({ "content-length": this.#reply.body.length });
    this.#response.flushHeaders();
    await this.#write(this.#reply.body.subarray(0, bytes));
  }

  async slow(bytesPerSecond: number): Promise<void> {
    const { body } = this.#reply;
    const slice = Math.max(1, Math.round(bytesPerSecond / SLICES_PER_SECOND));
    this.#head({ "content-length": body.length });
    for (let at = 0; at < body.length && !this.#response.destroyed; at += slice) {
      await this.#write(body.subarray(at, at + slice));
      await sleep(1000 / SLICES_PER_SECOND);
    }
    this.#response.end();
  }

  #head(headers: Readonly<Record<string, number>>): void {
    this.#visit.status = this.#reply.status;
    this.#response.writeHead(this.#reply.status, { ...this.#reply.headers, ...headers });
  }

  /** Chunk by chunk, so that a body that is cut off counts only as far as it came. */
  async #write(body: Buffer): Promise<void> {
    for (let at = 0; at < body.length && !this.#response.destroyed; at += CHUNK_BYTES) {
      const chunk = body.subarray(at, at + CHUNK_BYTES);
      const sent = new Promise<boolean>((resolve) => {
        this.#response.write(chunk, (error) => resolve(!error));
      });
      if (!(await Promise.race([sent, this.#closed]))) return;
      this.#visit.bytes += chunk.length;
    }
  }
}

function flipped(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  const middle = copy.length >> 1;
  copy.writeUInt8((copy[middle] ?? 0) ^ 1, middle);
  return copy;
}
