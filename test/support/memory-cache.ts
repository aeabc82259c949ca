import { Readable } from "node:stream";
import type { Engine } from "../../src/ports/engine.ts";
import type { Cache, LargeContent } from "../../src/ports/machine.ts";

const ofEngines = new WeakMap<Engine, MemoryCache>();

/** The cache of the user whose builds an engine does. */
export function cacheOf(engine: Engine): MemoryCache {
  const cache = ofEngines.get(engine) ?? new MemoryCache();
  ofEngines.set(engine, cache);
  return cache;
}

/** A cache that lives as long as its test. */
export class MemoryCache implements Cache {
  readonly entries = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.entries.get(key);
  }

  async write(key: string, content: Uint8Array): Promise<void> {
    this.entries.set(key, Uint8Array.from(content));
  }

  async open(key: string): Promise<LargeContent | undefined> {
    const content = this.entries.get(key);
    return content && { bytes: content.length, stream: () => Readable.from([content]) };
  }
}
