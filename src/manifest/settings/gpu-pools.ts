import { quote } from "../../text/quote.ts";
import { closest } from "../../text/spelling.ts";

/** Memory in GiB of a GPU of RunPod's pools; the names hold it (RunPod's `gpuIds`, docs of 2026-08). */
export const GPU_POOLS: ReadonlyMap<string, number> = new Map([
  ["AMPERE_16", 16],
  ["AMPERE_24", 24],
  ["ADA_24", 24],
  ["AMPERE_48", 48],
  ["ADA_48_PRO", 48],
  ["AMPERE_80", 80],
  ["ADA_80_PRO", 80],
  ["HOPPER_141", 141],
]);

/** Pools without what leaves a GPU out of them, such as `-NVIDIA GeForce RTX 4090`. */
export function chosenPools(entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => !entry.startsWith("-"));
}

/** What is wrong with an entry of `gpu_pools`, and what to write instead. */
export function poolFault(entry: string): string | undefined {
  if (/^-\S/.test(entry) || GPU_POOLS.has(entry)) return undefined;
  const meant = closest(entry, GPU_POOLS.keys());
  const known = [...GPU_POOLS.keys()].map((pool) => `\`${pool}\``).join(", ");
  const remedy =
    meant === undefined ? `RunPod has ${known}` : `did you mean \`${meant}\`? RunPod has ${known}`;
  return `${quote(entry)} is no GPU pool; ${remedy}`;
}
