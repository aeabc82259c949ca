/** What is known of the machines that the image runs on; undefined is not known. */
export interface TargetFacts {
  /** Memory of the smallest GPU that may be chosen. */
  readonly gpuMemoryBytes?: number;
  /** That GPU's name for a sentence, e.g. `the pool ADA_24`. */
  readonly gpu?: string;
  readonly cuda?: boolean;
  /** Free bytes on the file system behind the engine's data root. */
  readonly diskBytes?: number;
  readonly python?: string;
}

const GIB = 2 ** 30;

/** Memory of a GPU of RunPod's pools. The names hold it: AMPERE_24 are GPUs of 24 GB (RunPod's `gpuIds`, docs of 2026-08). */
const POOL_GIB: ReadonlyMap<string, number> = new Map([
  ["AMPERE_16", 16],
  ["AMPERE_24", 24],
  ["ADA_24", 24],
  ["AMPERE_48", 48],
  ["ADA_48_PRO", 48],
  ["AMPERE_80", 80],
  ["ADA_80_PRO", 80],
  ["HOPPER_141", 141],
]);

/**
 * What `runpod.gpu_pools` says of the target: the least of the pools counts, since RunPod takes any of them. Entries such as
 * `-NVIDIA GeForce RTX 4090` leave a GPU out and don't change that. A pool that isn't known makes the memory unknown.
 */
export function poolFacts(pools: readonly string[]): Pick<TargetFacts, "gpuMemoryBytes" | "gpu" | "cuda"> {
  const chosen = pools.filter((pool) => !pool.startsWith("-"));
  if (chosen.length === 0) return {};
  const sizes = chosen.map((pool) => ({ pool, size: POOL_GIB.get(pool) }));
  const least = sizes.reduce((best, one) => ((one.size ?? 0) < (best.size ?? 0) ? one : best));
  if (least.size === undefined) return { cuda: true };
  return { cuda: true, gpuMemoryBytes: least.size * GIB, gpu: `the pool ${least.pool}` };
}

/** Pools of the manifest that RunPod isn't known to have. */
export function unknownPools(pools: readonly string[]): readonly string[] {
  return pools.filter((pool) => !pool.startsWith("-") && !POOL_GIB.has(pool));
}
