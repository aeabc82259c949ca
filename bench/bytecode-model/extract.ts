/**
 * Prints what the plan knows of each wheel's Python files, as JSON lines: `extract.ts WHEEL...`. Reads local wheels through
 * the same code that reads remote ones, so that the model is fitted on what it will get.
 */
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { unzipRaw } from "unzipit";
import { pythonSources } from "../../src/wheels/read-wheel-directory.ts";
import { sampleSources } from "../../src/wheels/sampling/sample-sources.ts";
import { FEATURES, sourceFeatures } from "../../src/wheels/sampling/source-features.ts";

/** Shares of the Python that is read; a plan of small sets reads more. */
const LOOK = { read: 0.05, streamed: 1 };
const TAIL_BYTES = 32 * 1024;

for (const path of process.argv.slice(2)) {
  const handle = await open(path);
  const { size } = await handle.stat();
  let fetched = Math.min(TAIL_BYTES, size);
  const tail = size - fetched;
  const file = {
    getLength: async () => size,
    fetchedBytes: () => fetched,
    inMemory: () => ({ start: tail, end: size }),
    read: async (offset: number, length: number) => {
      if (offset < tail && offset + length < size) fetched += Math.min(length, tail - offset);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return Uint8Array.from(buffer);
    },
  };
  const { entries } = await unzipRaw(file);
  const sample = await sampleSources(file, pythonSources(entries), LOOK);
  const sampled = fetched;
  const sources = entries.filter((entry) => entry.name.endsWith(".py"));
  const few = sources.filter((_, index) => index % Math.ceil(sources.length / 30) === 0);
  const files: unknown[] = [];
  for (const one of few) {
    if (one.size > 400_000) continue;
    files.push([one.name, one.size, one.compressedSize, sourceFeatures(await one.text())]);
  }
  console.log(
    JSON.stringify({ wheel: basename(path), size, fetched: sampled, sample, files, features: FEATURES }),
  );
  await handle.close();
}
