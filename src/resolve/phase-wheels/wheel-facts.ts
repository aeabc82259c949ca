import { fillTemplate, placeholders, type WheelField } from "../../python/wheel-template.ts";

/** What a binary wheel that is bound to torch is named after. */
export interface WheelFacts {
  /** Version of the distribution itself. */
  readonly version: string;
  /** e.g. `cp312`. */
  readonly pythonTag: string;
  /** e.g. `linux_x86_64`. */
  readonly platform: string;
  /** Undefined where nothing brings torch, or its CUDA can't be known. */
  readonly torch: TorchFacts | undefined;
}

export interface TorchFacts {
  /** e.g. `2.8`. */
  readonly minor: string;
  /** CUDA of torch, e.g. `12.8`: `torch.version.cuda`, not the base's nvcc. */
  readonly cudaVersion: string;
  /** Whether torch is compiled with GCC's new string ABI. */
  readonly cxx11abi: boolean;
}

interface PlannedTorch {
  /** Local version included where the distribution has one: `2.8.0+cu128`. */
  readonly version: string;
  /** CUDA of its run-time wheels, e.g. `12.8`, where the version has no tag. */
  readonly cudaVersion: string | undefined;
}

/**
 * CUDA of torch's wheels on the default index, where the version has no local tag. Printed by `torch.version.cuda`,
 * 2026-11-22; the patch releases of one minor are alike.
 */
const DEFAULT_CUDA: ReadonlyMap<string, string> = new Map([
  ["2.4", "12.1"],
  ["2.6", "12.4"],
  ["2.7", "12.6"],
  ["2.8", "12.8"],
  ["2.9", "12.8"],
  ["2.10", "12.8"],
  ["2.11", "13.0"],
  ["2.12", "13.0"],
  ["2.13", "13.0"],
  ["2.14", "13.0"],
  ["2.15", "13.2"],
]);

/** What the wheel's name is computed from. */
export function wheelFacts(
  version: string,
  torch: PlannedTorch | undefined,
  python: { readonly version: string; readonly machine: string },
): WheelFacts {
  const [major = "3", minor = "0"] = python.version.split(".");
  return {
    version,
    pythonTag: `cp${major}${minor}`,
    platform: `linux_${python.machine}`,
    torch: torch && torchFacts(torch),
  };
}

/** torch as the finished environment holds it; undefined where it doesn't. */
export function plannedTorch(versions: ReadonlyMap<string, string>): PlannedTorch | undefined {
  const version = versions.get("torch");
  if (version === undefined) return undefined;
  const runtime = [...versions].find(([name]) => /^nvidia-cuda-runtime(?:-cu\d+)?$/.test(name))?.[1];
  return { version, cudaVersion: runtime && /^\d+\.\d+/.exec(runtime)?.[0] };
}

/** The facts in words, e.g. `torch 2.8, CUDA 12.8, the new C++ ABI, cp312`. */
export function describeFacts({ torch, pythonTag }: WheelFacts): string {
  const torchWords = torch && [`torch ${torch.minor}`, `CUDA ${torch.cudaVersion}`, abiName(torch.cxx11abi)];
  return [...(torchWords ?? []), pythonTag].join(", ");
}

export function abiName(isNew: boolean): string {
  return `the ${isNew ? "new" : "old"} C++ ABI`;
}

function torchFacts(torch: PlannedTorch): TorchFacts | undefined {
  const minor = /^\d+\.\d+/.exec(torch.version)?.[0];
  const cudaVersion = cudaOf(torch);
  if (minor === undefined || cudaVersion === undefined) return undefined;
  return { minor, cudaVersion, cxx11abi: usesNewAbi(minor, cudaVersion) };
}

function cudaOf({ version, cudaVersion }: PlannedTorch): string | undefined {
  const [, major, minor] = /\+cu(\d\d)(\d+)$/.exec(version) ?? [];
  if (major !== undefined) return `${major}.${minor}`;
  if (/\+/.test(version)) return undefined; // +cpu, +rocm: there is no CUDA wheel for it
  return cudaVersion ?? DEFAULT_CUDA.get(/^\d+\.\d+/.exec(version)?.[0] ?? "");
}

/**
 * torch's wheels have GCC's new ABI from 2.7 on, and in 2.6 those for CUDA 12.6 (PyTorch 2.6's release notes). Seen with
 * `torch._C._GLIBCXX_USE_CXX11_ABI`, 2026-11-22: false in 2.4.0+cu121 and 2.6.0+cu124, true in 2.7.1+cu126 and all later.
 */
export function usesNewAbi(torchMinor: string, cudaVersion: string): boolean {
  const [major = 0, minor = 0] = torchMinor.split(".").map(Number);
  if (major !== 2) return major > 2;
  if (minor !== 6) return minor > 6;
  const [cudaMajor = 0, cudaMinor = 0] = cudaVersion.split(".").map(Number);
  return cudaMajor > 12 || (cudaMajor === 12 && cudaMinor >= 6);
}

const FIELDS: Readonly<Record<WheelField, (facts: WheelFacts) => string | undefined>> = {
  version: (facts) => facts.version,
  cuda_major: ({ torch }) => torch?.cudaVersion.split(".")[0],
  cuda_version: ({ torch }) => torch?.cudaVersion.replace(".", ""),
  torch_minor: ({ torch }) => torch?.minor,
  cxx11abi: ({ torch }) => torch && (torch.cxx11abi ? "TRUE" : "FALSE"),
  python_tag: (facts) => facts.pythonTag,
  platform: (facts) => facts.platform,
};

/** The address that a template gives for these facts; `+` of a local version is written as URLs have it. */
export function wheelUrl(template: string, facts: WheelFacts): string {
  const filled = fillTemplate(template, (field) => FIELDS[field](facts) ?? "");
  const [path = "", fragment] = filled.split("#", 2);
  return `${path.replaceAll("+", "%2B")}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** Whether a template asks for what only torch decides. */
export function dependsOnTorch(template: string): boolean {
  return placeholders(template).some((name) => /^(?:cuda|torch|cxx11abi)/.test(name));
}
