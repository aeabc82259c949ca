import type { Container } from "../../ports/engine.ts";
import { execText } from "../../toolbox/exec-text.ts";

/** Memory that one compile job of CUDA or C++ templates takes (3–5 GB an nvcc thread were seen). */
const BYTES_PER_JOB = 4 * 2 ** 30;

/** v1 tells in its statistics what the groups above allow, which a container doesn't see otherwise; v2 tells its own limit only. */
const LIMITS = [
  "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  "/sys/fs/cgroup/memory/memory.stat",
  "/sys/fs/cgroup/memory.max",
  "/proc/meminfo",
];

/**
 * How many compile jobs the container has memory and processors for. Build scripts ask the host instead: inside a container
 * with 4 GB they see the machine's 24 and start as many compilers.
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

/** Bytes: the smallest of the cgroups' limits and the machine's memory; 0 where none can be read. */
export function memoryLimit(text: string): number {
  const limits = [...text.matchAll(/^(?:hierarchical_memory_limit )?(\d{1,19})$/gm)].map((one) =>
    Number(one[1]),
  );
  const total = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(text)?.[1];
  const all = [...limits, ...(total === undefined ? [] : [Number(total) * 1024])];
  return all.length === 0 ? 0 : Math.min(...all);
}

/** How much is compiled side by side. */
export interface CompileLoad {
  readonly jobs: number;
  /** Of each job; undefined where the build script decides. */
  readonly nvccThreads?: number;
}

/** What the plan says, but never more compilers than the container itself allows: it may be built elsewhere than planned. */
export function compileLoad(planned: CompileLoad | null, allowed: number): CompileLoad {
  if (planned === null) return { jobs: allowed, ...(allowed === 1 && { nvccThreads: 1 }) };
  const nvccThreads = Math.min(planned.nvccThreads ?? 1, allowed);
  return { jobs: Math.max(1, Math.min(planned.jobs, Math.floor(allowed / nvccThreads))), nvccThreads };
}

/** Environment that build back ends take their number of jobs from. */
export function jobsEnv({ jobs, nvccThreads }: CompileLoad): Readonly<Record<string, string>> {
  return {
    MAX_JOBS: String(jobs),
    CMAKE_BUILD_PARALLEL_LEVEL: String(jobs),
    UV_CONCURRENT_BUILDS: "1",
    ...(nvccThreads !== undefined && { NVCC_THREADS: String(nvccThreads) }),
  };
}
