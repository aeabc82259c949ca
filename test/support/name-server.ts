import { createSocket, type RemoteInfo } from "node:dgram";

/** How a name server answers: right, with "ask later", with "no such name", or not at all. */
export type NameServerManner = "answering" | "failing" | "unknowing" | "silent";

const PORT = 53;
const SERVFAIL = 2;
const NXDOMAIN = 3;
const TYPE_A = 1;
const HEADER_BYTES = 12;

/** A DNS server that knows one name (RFC 1035, as much of it as a resolver asks for). Needs root, for its port. */
export class NameServer {
  manner: NameServerManner = "answering";
  /** Questions that it didn't answer right. */
  failed = 0;
  readonly #name: string;
  readonly #address: string;
  readonly #socket = createSocket("udp4");

  /** @param address of the name, and where the server listens. */
  constructor(name: string, address: string) {
    this.#name = name;
    this.#address = address;
    this.#socket.on("message", (query, from) => this.#answer(query, from));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once("error", reject).bind(PORT, this.#address, resolve);
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #answer(query: Buffer, { address, port }: RemoteInfo): void {
    if (this.manner !== "answering") this.failed++;
    if (this.manner === "silent") return;
    this.#socket.send(this.#reply(query), port, address);
  }

  #reply(query: Buffer): Buffer {
    const { name, type, end } = question(query);
    const known = name === this.#name;
    const header = Buffer.from(query.subarray(0, HEADER_BYTES));
    const addresses = this.manner === "answering" && known && type === TYPE_A ? 1 : 0;
    // An answer, recursion available.
    header.writeUInt16BE(0x8180 | this.#status(known), 2);
    header.writeUInt16BE(addresses, 6);
    header.fill(0, 8);
    const parts = [header, query.subarray(HEADER_BYTES, end)];
    if (addresses > 0) parts.push(this.#record());
    return Buffer.concat(parts);
  }

  #status(known: boolean): number {
    if (this.manner === "failing") return SERVFAIL;
    return known && this.manner === "answering" ? 0 : NXDOMAIN;
  }

  /** The question's name, an address, valid for no time at all. */
  #record(): Buffer {
    const octets = this.#address.split(".").map(Number);
    return Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4, ...octets]);
  }
}

function question(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}
