import type { Finding, GuardFinding } from "../finding.ts";
import type { GuardedEnvironment } from "../guarded-environment.ts";
import { type CudaUse, cudaUses, driverFloor } from "./cuda-versions.ts";
import { torchBound, torchCudaRemedy, torchOf } from "./torch-cuda.ts";

const COMPATIBILITY =
  "NVIDIA's minor-version compatibility: CUDA 11 from driver 450, 12 from 525, 13 from 580; a template that was gated by its base's CUDA only: artokun/comfyui-mcp#118";

/** Wheels' CUDA against the base's, whose gate decides on which hosts the image starts. */
export function checkCuda(environment: GuardedEnvironment): readonly GuardFinding[] {
  const uses = cudaUses(environment);
  return [...mixedMajors(uses), ...aboveBase(environment, uses)];
}

function mixedMajors(uses: readonly CudaUse[]): readonly Finding[] {
  const majors = new Map<number, CudaUse>();
  for (const use of uses) if (!majors.has(use.major)) majors.set(use.major, use);
  if (majors.size < 2) return [];
  const [first, second] = [...majors.values()].sort((a, b) => a.major - b.major);
  if (!first || !second) return [];
  const phase = second.distribution.phase ?? first.distribution.phase;
  return [
    {
      id: "two-cuda-majors",
      severity: "warning",
      message: `The image would hold libraries of CUDA ${first.major} (${describe(first)}) and of CUDA ${second.major} (${describe(second)}): several GB twice, and whichever loads first may break the other.`,
      remedy: "Pin torch, and what is bound to it, to builds of one CUDA.",
      phase,
      source: COMPATIBILITY,
    },
  ];
}

function aboveBase(environment: GuardedEnvironment, uses: readonly CudaUse[]): readonly GuardFinding[] {
  const { baseCuda } = environment;
  const baseMajor = Number.parseInt(baseCuda ?? "", 10);
  const major = Math.max(...uses.map((use) => use.major));
  const highest = uses.filter((use) => use.major === major);
  const [first] = highest;
  if (baseCuda === null || !first || !(major > baseMajor)) return [];
  const needed = driverFloor(String(major));
  const gate = driverFloor(baseCuda);
  const torch = torchOf(environment, major);
  const bound = torch && torchBound(environment);
  const { phase } = torch ?? first.distribution;
  const version = (torch && highest.find((use) => use.version !== undefined)?.version) ?? first.version;
  return [
    {
      id: "cuda-above-base",
      severity: "error",
      message: `${describe({ distribution: torch ?? first.distribution })} is built for CUDA ${version ?? major} and needs driver ${needed ?? "unknown"} or newer; the base's CUDA ${baseCuda} lets the image start from driver ${gate ?? "unknown"} on, where it then fails.`,
      remedy: torch
        ? torchCudaRemedy(environment, torch, major)
        : `Take a base image with CUDA ${major}, or a build of ${first.distribution.name} for CUDA ${baseMajor}.`,
      phase,
      source: COMPATIBILITY,
      ...(bound !== undefined && { steer: { about: "CUDA above the base's", bounds: [bound] } }),
    },
  ];
}

function describe({ distribution }: Pick<CudaUse, "distribution">): string {
  return `${distribution.name} ${distribution.version}`;
}
