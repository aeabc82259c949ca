import { chosenPools, GPU_POOLS } from "../../manifest/settings/gpu-pools.ts";

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

/**
 * What `runpod.gpu_pools` says of the target. The least of the pools counts, since RunPod takes any of them. Excluding a
 * GPU from a pool doesn't change that.
 */
export function poolFacts(entries: readonly string[]): Pick<TargetFacts, "gpuMemoryBytes" | "gpu" | "cuda"> {
  const sizes = chosenPools(entries).flatMap((pool) => {
    const size = GPU_POOLS.get(pool);
    return size === undefined ? [] : [{ pool, size }];
  });
  const [first, ...others] = sizes;
  if (!first) return {};
  const least = others.reduce((best, one) => (one.size < best.size ? one : best), first);
  return { cuda: true, gpuMemoryBytes: least.size * GIB, gpu: `the pool ${least.pool}` };
}
