import { satisfies } from "@renovatebot/pep440";
import type { Finding, GuardFinding } from "../finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "../guarded-environment.ts";
import { cudaUses } from "./cuda-versions.ts";

/** torchcodec's CPU build works beside any torch of its version, and has no tag on the default index. */
const FAMILY = ["torch", "torchaudio", "torchvision"];
const MIXED_BUILDS =
  "torch cu130 beside torchvision cu129 shipped in an official image: vllm-project/vllm#56829; torchaudio 2.11.0 (CUDA 13.0) refuses torch 2.15.0 (13.2), run on 2026-11-22";

/** The builds of torch and its family: of one variant, and of the base's where the base has torch. */
export function checkTorch(environment: GuardedEnvironment): readonly GuardFinding[] {
  return [
    ...mixedBuilds(environment),
    ...codecBuild(environment),
    ...builtForOtherTorch(environment),
    ...otherVariant(environment),
  ];
}

function mixedBuilds({ installed }: GuardedEnvironment): readonly Finding[] {
  const torch = installed.get("torch");
  const expected = torch && buildTag(torch.version);
  if (!torch || expected === undefined) return [];
  return FAMILY.flatMap((name) => installed.get(name) ?? []).flatMap((one) => {
    const tag = buildTag(one.version);
    if (tag === undefined || tag === expected) return [];
    return [
      {
        id: "torch-family-build",
        severity: "error" as const,
        message: `${one.name} ${one.version} and torch ${torch.version} are different builds: ${tag} beside ${expected}.`,
        remedy: `Bind ${one.name} and torch to the same index under \`indexes\`, or keep both from the base.`,
        phase: phaseOf(one, torch),
        source: MIXED_BUILDS,
      },
    ];
  });
}

/** torchcodec of the default index links CUDA 13's nvrtc, which a torch for CUDA 12 doesn't bring. */
function codecBuild(environment: GuardedEnvironment): readonly GuardFinding[] {
  const torch = environment.installed.get("torch");
  const codec = environment.installed.get("torchcodec");
  if (!torch || !codec || !/^cu12/.test(variantOf(torch, environment) ?? "")) return [];
  // Beside an older torch the pair itself is refused; a local version comes from an index of one CUDA.
  if (!satisfies(torch.version, ">=2.11") || !satisfies(codec.version, ">=0.14") || /\+/.test(codec.version))
    return [];
  return [
    {
      id: "torchcodec-cuda",
      severity: "warning",
      message: `torchcodec ${codec.version} of the default index wants libnvrtc.so.13; torch ${torch.version} is built for CUDA 12.`,
      remedy: "Bind torchcodec to torch's index under `indexes`, or add `torchcodec<0.14`.",
      phase: phaseOf(codec, torch),
      source:
        "0.14.0 to 0.17.0 want libnvrtc.so.13, 0.12.0 and 0.13.0 don't, run on 2026-11-22 beside torch 2.8.0; a torch 2.11 for CUDA 12 was not at hand",
      steer: { about: "torchcodec beside torch for CUDA 12", bounds: ["torchcodec<0.14"] },
    },
  ];
}

/** A phase's torch that isn't the base's kind: it takes GB, and loses the GPU or moves to another CUDA. */
function otherVariant(environment: GuardedEnvironment): readonly Finding[] {
  const torch = environment.installed.get("torch");
  const before = environment.base.get("torch");
  if (!torch?.phase) return [];
  const now = variantOf(torch, environment);
  const base = before === undefined ? baseVariant(environment) : buildTag(before);
  if (now === undefined || base === undefined || sameVariant(now, base)) return [];
  const place =
    before === undefined ? `on a base with CUDA ${environment.baseCuda}` : `over the base's torch ${before}`;
  return [
    {
      id: "torch-variant",
      severity: "warning",
      message: `Phase ${torch.phase} brings torch ${torch.version} built for ${now} ${place}.`,
      remedy: `Bind torch to an index of ${base} builds under \`indexes\`${before === undefined ? "" : ", or keep the base's torch"}.`,
      phase: torch.phase,
      source: "predibase/lorax#438, bananaml/serverless-template#13",
    },
  ];
}

function variantOf(torch: GuardedDistribution, environment: GuardedEnvironment): string | undefined {
  const tag = buildTag(torch.version);
  if (tag !== undefined) return tag;
  const runtimes = cudaUses(environment).filter((use) => /^nvidia-cuda-runtime/.test(use.distribution.name));
  const [runtime] = runtimes;
  // Of several, nobody knows which is there for torch.
  if (new Set(runtimes.map((use) => use.major)).size > 1) return undefined;
  return runtime?.version === undefined ? undefined : `cu${runtime.version.replace(".", "")}`;
}

function baseVariant({ baseCuda }: GuardedEnvironment): string | undefined {
  return baseCuda === null ? undefined : `cu${Number.parseInt(baseCuda, 10)}`;
}

/** `cu12`, of which only the major is known, is any `cu12x`. */
function sameVariant(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** A binary whose name says for which torch it was compiled, beside another torch. */
function builtForOtherTorch({ installed }: GuardedEnvironment): readonly Finding[] {
  const torch = installed.get("torch");
  const minor = torch && /^\d+\.\d+/.exec(torch.version)?.[0];
  if (!torch || minor === undefined) return [];
  return [...installed.values()].flatMap((one) => {
    const builtFor = /torch(\d+\.\d+)/.exec(
      one.name === "torch" ? "" : `${one.version} ${one.file ?? ""}`,
    )?.[1];
    if (builtFor === undefined || builtFor === minor) return [];
    return [
      {
        id: "bound-to-other-torch",
        severity: "error" as const,
        message: `${one.name} ${one.version} is compiled for torch ${builtFor}; the image holds torch ${torch.version}.`,
        remedy: `Take the build of ${one.name} for torch ${minor}, or pin \`torch==${builtFor}.*\`.`,
        phase: phaseOf(one, torch),
        source: "undefined symbols at import: Dao-AILab/flash-attention#975, #1644, #1832",
      },
    ];
  });
}

function phaseOf(...distributions: readonly GuardedDistribution[]): string | undefined {
  return distributions.find((one) => one.phase !== undefined)?.phase;
}

/** `2.8.0+cu128` → `cu128`. */
function buildTag(version: string): string | undefined {
  return /\+(cu\d+|cpu|rocm[\d.]+|xpu)$/.exec(version)?.[1];
}
