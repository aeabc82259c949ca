import { formatBytes } from "../text/units/format-bytes.ts";
import type { SourceBuild } from "./plan.ts";

/** What compiling CUDA kernels takes, whatever is compiled; estimates, and named as such. */
type SourceBuildPrediction = Omit<SourceBuild, "distributions">;

export interface BuildMachine {
  /** Of the cgroup in which the build runs, not of the host; undefined where there is no limit. */
  readonly memoryLimitBytes: number | undefined;
  readonly hostMemoryBytes: number;
  readonly cpus: number;
}

/** flash-attention's own rule (setup.py): about 5 GB for each thread of each job. */
const BYTES_PER_THREAD = 5e9;
/**
 * Its own workflow compiles with MAX_JOBS=1 and NVCC_THREADS=2 on a 4-core runner and gives up after 5 h (`_build.yml`), so
 * a whole build is near 10 hours of one thread; faster machines were seen to take half of that.
 */
const THREAD_HOURS: readonly [number, number] = [5, 10];
const MOST_NVCC_THREADS = 4;

/** Chooses the number of jobs by the memory limit. Jobs by cores alone run these builds out of memory. */
export function predictSourceBuild(machine: BuildMachine): SourceBuildPrediction {
  const memory = Math.min(machine.memoryLimitBytes ?? Number.POSITIVE_INFINITY, machine.hostMemoryBytes);
  const affordable = Math.floor(memory / BYTES_PER_THREAD);
  const parallel = Math.max(1, Math.min(affordable, machine.cpus));
  const nvccThreads = Math.min(MOST_NVCC_THREADS, parallel);
  const jobs = Math.max(1, Math.floor(parallel / nvccThreads));
  const used = jobs * nvccThreads;
  const fits = affordable >= 1;
  const needed = formatBytes(BYTES_PER_THREAD);
  return {
    jobs,
    nvccThreads,
    memoryBytes: used * BYTES_PER_THREAD,
    hours: [THREAD_HOURS[0] / used, THREAD_HOURS[1] / used],
    fits,
    reason: fits
      ? `${formatBytes(memory)} of memory and ${machine.cpus} cores allow ${jobs} × ${nvccThreads} compilers of about ${needed}.`
      : `One compiler needs about ${needed}, and the build has ${formatBytes(memory)}.`,
  };
}
