import type { GuardedDistribution, GuardedEnvironment } from "../guarded-environment.ts";

/** A CUDA version that a distribution's wheel is built for, as far as its name and version say. */
export interface CudaUse {
  readonly distribution: GuardedDistribution;
  readonly major: number;
  /** Known where the wheel says it, e.g. `12.8`. */
  readonly version: string | undefined;
}

/** What the distributions of an environment are built for. */
export function cudaUses(environment: GuardedEnvironment): readonly CudaUse[] {
  return [...environment.installed.values()].flatMap((distribution) => {
    const use = cudaOf(distribution);
    return use ? [{ distribution, ...use }] : [];
  });
}

function cudaOf({ name, version }: GuardedDistribution): Pick<CudaUse, "major" | "version"> | undefined {
  const tag = /\+cu(\d{2,4})(?!\d)/.exec(version)?.[1];
  if (tag !== undefined) return fromTag(tag);
  // NVIDIA's own wheels are numbered by CUDA only where they are CUDA's run time itself.
  if (/^nvidia-cuda-runtime(?:-cu\d+)?$/.test(name)) return fromVersion(version);
  // CUTLASS is for kernels that are compiled later: vllm 0.33.0 brings it for CUDA 12 and for 13 (seen on 2026-11-29).
  if (name.startsWith("nvidia-cutlass-")) return undefined;
  const suffix = /^(?:nvidia-.*-cu|cupy-cuda)(\d{2})x?$/.exec(name)?.[1];
  return suffix === undefined ? undefined : { major: Number(suffix), version: undefined };
}

/** `cu128` is 12.8, `cu130` 13.0, `cu12` any 12. */
function fromTag(tag: string): Pick<CudaUse, "major" | "version"> {
  const major = Number(tag.slice(0, 2));
  return { major, version: tag.length > 2 ? `${major}.${tag.slice(2)}` : undefined };
}

function fromVersion(version: string): Pick<CudaUse, "major" | "version"> | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined ? undefined : { major: Number(major), version: `${major}.${minor}` };
}

/** The oldest driver that runs a CUDA major, by NVIDIA's minor-version compatibility. */
const DRIVER_FLOORS: ReadonlyMap<number, number> = new Map([
  [11, 450],
  [12, 525],
  [13, 580],
]);

/** The oldest driver that starts it at all. @param cuda e.g. `12.8` or `13`. */
export function driverFloor(cuda: string): number | undefined {
  return DRIVER_FLOORS.get(Number.parseInt(cuda, 10));
}
