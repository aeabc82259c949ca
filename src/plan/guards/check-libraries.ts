import { satisfies } from "@renovatebot/pep440";
import { cudaUses } from "./cuda-versions.ts";
import type { Finding } from "./finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "./guarded-environment.ts";

/** Majors of NVIDIA's libraries that a wheel loads, which neither its name nor its metadata says. */
interface BuiltFor {
  readonly name: string;
  readonly versions: string;
  readonly cuda: number;
  readonly cudnn: number;
  /** A version for the next majors. */
  readonly instead: string;
}

const ONNXRUNTIME = "the CUDA execution provider's table of requirements in ONNX Runtime's docs";
const CTRANSLATE2 = "the GPU section of faster-whisper's README";

const TABLE: readonly (BuiltFor & { readonly source: string })[] = [
  { name: "onnxruntime-gpu", versions: "<1.19", cuda: 11, cudnn: 8, instead: ">=1.19", source: ONNXRUNTIME },
  { name: "ctranslate2", versions: "<4", cuda: 11, cudnn: 8, instead: ">=4.5", source: CTRANSLATE2 },
  { name: "ctranslate2", versions: ">=4,<4.5", cuda: 12, cudnn: 8, instead: ">=4.5", source: CTRANSLATE2 },
];

/** Wheels that load libraries of another CUDA or cuDNN than the image will have: they fail, or fall back to the CPU. */
export function checkLibraries(environment: GuardedEnvironment): readonly Finding[] {
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
function lacks(majors: ReadonlySet<number>, wanted: number): boolean {
  return majors.size > 0 && !majors.has(wanted);
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
  { instead, source }: (typeof TABLE)[number],
  lacking: readonly string[],
  { installed }: GuardedEnvironment,
): Finding {
  const phase = one.phase ?? installed.get("torch")?.phase;
  return {
    id: "other-cuda-libraries",
    severity: "warning",
    message: `${one.name} ${one.version} is built for ${lacking.join("; for ")}: on a GPU it fails or falls back to the CPU.`,
    remedy: `Add \`${one.name}${instead}\` to the phase's packages.`,
    ...(phase !== undefined && { phase }),
    source,
  };
}
