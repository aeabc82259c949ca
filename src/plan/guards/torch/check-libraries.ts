import { satisfies } from "@renovatebot/pep440";
import type { GuardFinding } from "../finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "../guarded-environment.ts";
import { cudaUses } from "./cuda-versions.ts";

/** Majors of NVIDIA's libraries that a wheel loads, which neither its name nor its metadata says. */
interface BuiltFor {
  readonly name: string;
  readonly versions: string;
  readonly cuda: number;
  /** Null where the wheel names no cuDNN. */
  readonly cudnn: number | null;
  readonly remedy: string;
  /** The versions that are built for later majors; null where there are none. */
  readonly newer: string | null;
  readonly source: string;
}

const ONNXRUNTIME = "the CUDA execution provider's table of requirements in ONNX Runtime's docs";
const CTRANSLATE2 = "the GPU section of faster-whisper's README";
const READ = "names of libraries in the binaries of 4.8.5's wheel, read on 2026-11-29";

const TABLE: readonly BuiltFor[] = [
  {
    name: "onnxruntime-gpu",
    versions: "<1.19",
    cuda: 11,
    cudnn: 8,
    remedy: "In an image with CUDA 12, add `onnxruntime-gpu>=1.19` to the phase's packages.",
    newer: "onnxruntime-gpu>=1.19",
    source: ONNXRUNTIME,
  },
  ...[
    { versions: "<4", cuda: 11 },
    { versions: ">=4,<4.5", cuda: 12 },
  ].map((row) => ({
    ...row,
    name: "ctranslate2",
    cudnn: 8,
    remedy: "In an image with CUDA 12, add `ctranslate2>=4.5` to the phase's packages.",
    newer: "ctranslate2>=4.5",
    source: CTRANSLATE2,
  })),
  {
    name: "ctranslate2",
    versions: ">=4.5,<5",
    cuda: 12,
    cudnn: null,
    remedy: "Take a torch that is built for CUDA 12.",
    newer: null,
    source: READ,
  },
];

/** Wheels that load libraries of another CUDA or cuDNN than the image will have: they fail, or fall back to the CPU. */
export function checkLibraries(environment: GuardedEnvironment): readonly GuardFinding[] {
  const cuda = cudaMajors(environment);
  const cudnn = cudnnMajors(environment);
  return TABLE.flatMap((row) => {
    const one = environment.installed.get(row.name);
    if (!one || !satisfies(one.version, row.versions, { prereleases: true })) return [];
    const lacking = [
      ...(lacks(cuda, row.cuda) ? [`CUDA ${row.cuda}, and the image has ${[...cuda].join(" and ")}`] : []),
      ...(lacks(cudnn, row.cudnn)
        ? [`cuDNN ${row.cudnn}, and the image has ${[...cudnn].join(" and ")}`]
        : []),
    ];
    return lacking.length > 0 ? [finding(one, row, lacking, environment)] : [];
  });
}

/** Where nothing is known of the image's own, nothing is missing. */
function lacks(majors: ReadonlySet<number>, wanted: number | null): boolean {
  return wanted !== null && majors.size > 0 && !majors.has(wanted);
}

function cudaMajors(environment: GuardedEnvironment): ReadonlySet<number> {
  const base = Number.parseInt(environment.baseCuda ?? "", 10);
  const brought = cudaUses(environment).map((use) => use.major);
  return new Set([...(Number.isNaN(base) ? [] : [base]), ...brought]);
}

function cudnnMajors({ installed }: GuardedEnvironment): ReadonlySet<number> {
  const wheels = [...installed.values()].filter((one) => /^nvidia-cudnn(?:-cu\d+)?$/.test(one.name));
  return new Set(wheels.map((one) => Number.parseInt(one.version, 10)));
}

function finding(
  one: GuardedDistribution,
  { remedy, newer, source }: BuiltFor,
  lacking: readonly string[],
  { installed }: GuardedEnvironment,
): GuardFinding {
  const phase = one.phase ?? installed.get("torch")?.phase;
  return {
    id: "other-cuda-libraries",
    severity: "warning",
    message: `${one.name} ${one.version} is built for ${lacking.join("; for ")}: on a GPU it fails or falls back to the CPU.`,
    remedy,
    ...(phase !== undefined && { phase }),
    source,
    ...(newer !== null && { steer: { about: `the CUDA libraries of ${one.name}`, bounds: [newer] } }),
  };
}
