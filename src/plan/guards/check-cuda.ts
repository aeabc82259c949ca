import { type CudaUse, cudaUses, driverFloor } from "./cuda-versions.ts";
import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";

const COMPATIBILITY =
  "NVIDIA's minor-version compatibility: CUDA 11 from driver 450, 12 from 525, 13 from 580; a template that was gated by its base's CUDA only: artokun/comfyui-mcp#118";

/** Wheels' CUDA against the base's, whose gate decides on which hosts the image starts. */
export function checkCuda(environment: GuardedEnvironment): readonly Finding[] {
  const uses = cudaUses(environment);
  return [...mixedMajors(uses), ...aboveBase(uses, environment.baseCuda)];
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

function aboveBase(uses: readonly CudaUse[], baseCuda: string | null): readonly Finding[] {
  const baseMajor = Number.parseInt(baseCuda ?? "", 10);
  const highest = uses.reduce<CudaUse | undefined>(
    (best, use) => (best && best.major >= use.major ? best : use),
    undefined,
  );
  if (baseCuda === null || !highest || !(highest.major > baseMajor)) return [];
  const needed = driverFloor(String(highest.major));
  const gate = driverFloor(baseCuda);
  const { phase } = highest.distribution;
  return [
    {
      id: "cuda-above-base",
      severity: "error",
      message: `${describe(highest)} is built for CUDA ${highest.version ?? highest.major} and needs driver ${needed ?? "unknown"} or newer; the base's CUDA ${baseCuda} lets the image start from driver ${gate ?? "unknown"} on, where it then fails.`,
      remedy: `Take a base image with CUDA ${highest.major}, or a build of ${highest.distribution.name} for CUDA ${baseMajor}.`,
      phase,
      source: COMPATIBILITY,
    },
  ];
}

function describe({ distribution }: CudaUse): string {
  return `${distribution.name} ${distribution.version}`;
}
