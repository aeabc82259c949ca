import type { Cache } from "../../src/host/ports.ts";

/** A cache that lives as long as its test. */
export class MemoryCache implements Cache {
  readonly entries = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.entries.get(key);
  }

  async write(key: string, content: Uint8Array): Promise<void> {
    this.entries.set(key, Uint8Array.from(content));
  }

  async path(): Promise<string | undefined> {
    return undefined;
  }
}
