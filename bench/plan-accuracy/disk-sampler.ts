import { Worker } from "node:worker_threads";

const SAMPLER = `
const { statfsSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const most = new BigInt64Array(workerData.most);
const wait = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  const disk = statfsSync(workerData.path);
  const used = BigInt(disk.blocks - disk.bfree) * BigInt(disk.bsize);
  if (used > Atomics.load(most, 0)) Atomics.store(most, 0, used);
  Atomics.add(most, 1, 1n);
  Atomics.wait(wait, 0, 0, 5);
}
`;

export interface Sampler {
  /** Highest bytes in use since the last call, and how often the file system was asked. */
  take(): { readonly bytes: number; readonly samples: number };
  stop(): Promise<void>;
}

/** Asks a file system every 5 ms, on a thread of its own, how much of it is in use. */
export function startSampler(path: string): Sampler {
  const shared = new SharedArrayBuffer(16);
  const most = new BigInt64Array(shared);
  const worker = new Worker(SAMPLER, { eval: true, workerData: { path, most: shared } });
  return {
    take: () => ({
      bytes: Number(Atomics.exchange(most, 0, 0n)),
      samples: Number(Atomics.exchange(most, 1, 0n)),
    }),
    stop: async () => void (await worker.terminate()),
  };
}
