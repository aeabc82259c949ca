import type { Container } from "../../ports/engine.ts";
import { execText } from "../../toolbox/exec-text.ts";

/** Memory for one compile job of CUDA or C++ templates. nvcc was seen to take 3–5 GB for each thread. */
const BYTES_PER_JOB = 4 * 2 ** 30;

/** In cgroup v1, the statistics also include the limits of outer groups. In v2 a group shows only its own limit. */
const LIMITS = [
  "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  "/sys/fs/cgroup/memory/memory.stat",
  "/sys/fs/cgroup/memory.max",
  "/proc/meminfo",
];

/**
 * Number of compile jobs that fit into the container's memory and processors. Build scripts ask the host instead: in a
 * container with 4 GB they see the machine's 24 processors and start 24 compilers.
 */
export async function compileJobs(container: Container, signal: AbortSignal): Promise<number> {
  const memory = await execText(container, { command: ["cat", ...LIMITS], signal });
  const processors = await execText(container, { command: ["nproc"], signal });
  const count = Number.parseInt(processors.stdout, 10);
  return jobsFor(memoryLimit(memory.stdout), Number.isSafeInteger(count) && count > 0 ? count : 1);
}

export function jobsFor(memoryBytes: number, processors: number): number {
  return Math.max(1, Math.min(processors, Math.floor(memoryBytes / BYTES_PER_JOB)));
}

/** The smallest of the cgroups' limits and the machine's memory, in bytes; 0 if none can be read. */
export function memoryLimit(text: string): number {
  const limits = [...text.matchAll(/^(?:hierarchical_memory_limit )?(\d{1,19})$/gm)].map((one) =>
    Number(one[1]),
  );
  const total = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(text)?.[1];
  const all = [...limits, ...(total === undefined ? [] : [Number(total) * 1024])];
  return all.length === 0 ? 0 : Math.min(...all);
}

/** Number of compilers that run at the same time. */
interface CompileLoad {
  readonly jobs: number;
  /** Threads of each job; undefined if the build script decides. */
  readonly nvccThreads?: number;
}

/** The planned load, but no more than this container allows: the plan may come from another machine. */
export function compileLoad(planned: CompileLoad | null, allowed: number): CompileLoad {
  if (planned === null) return { jobs: allowed, ...(allowed === 1 && { nvccThreads: 1 }) };
  const nvccThreads = Math.min(planned.nvccThreads ?? 1, allowed);
  return { jobs: Math.max(1, Math.min(planned.jobs, Math.floor(allowed / nvccThreads))), nvccThreads };
}

/** Variables that tell build back ends the number of jobs. */
export function jobsEnv({ jobs, nvccThreads }: CompileLoad): Readonly<Record<string, string>> {
  return {
    MAX_JOBS: String(jobs),
    CMAKE_BUILD_PARALLEL_LEVEL: String(jobs),
    UV_CONCURRENT_BUILDS: "1",
    ...(nvccThreads !== undefined && { NVCC_THREADS: String(nvccThreads) }),
  };
}
