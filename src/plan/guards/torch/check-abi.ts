import { abiName, usesNewAbi } from "../../../resolve/phase-wheels/wheel-facts.ts";
import type { Finding } from "../finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "../guarded-environment.ts";
import { cudaUses } from "./cuda-versions.ts";

/** A wheel whose name says for which C++ ABI it is compiled, beside a torch of the other one. Templates are filled in rightly. */
export function checkAbi(environment: GuardedEnvironment): readonly Finding[] {
  const torch = environment.installed.get("torch");
  const isNew = torch && torchAbi(torch, environment);
  if (!torch || isNew === undefined) return [];
  return [...environment.installed.values()].flatMap((one) => {
    const built = /cxx11abi(TRUE|FALSE)/i.exec(`${one.version} ${one.file ?? ""}`)?.[1]?.toUpperCase();
    if (built === undefined || (built === "TRUE") === isNew) return [];
    return [
      {
        id: "other-cxx11-abi",
        severity: "error" as const,
        message: `${one.name} ${one.version}${one.file === undefined ? "" : ` (${one.file})`} is compiled for ${abiName(!isNew)}; torch ${torch.version} has ${abiName(isNew)}.`,
        remedy: `Take the wheel whose name holds \`cxx11abi${isNew ? "TRUE" : "FALSE"}\`, or a \`wheels:\` template with {cxx11abi}, which follows torch.`,
        phase: one.phase ?? torch.phase,
        source:
          "torch._C._GLIBCXX_USE_CXX11_ABI, 2026-11-22: false in 2.4.0+cu121 and 2.6.0+cu124, true in 2.7.1+cu126 and later; undefined symbols at import: Dao-AILab/flash-attention#975",
      },
    ];
  });
}

/** Undefined for a torch that somebody compiled on their own, and for 2.6, whose ABI follows CUDA, where that isn't known. */
function torchAbi(torch: GuardedDistribution, environment: GuardedEnvironment): boolean | undefined {
  const [, minor, tag] = /^(\d+\.\d+)\.\d+(?:\+(cpu|cu\d+))?$/.exec(torch.version) ?? [];
  if (minor === undefined) return undefined;
  const cuda = tag === undefined ? runtimeOf(environment) : cudaOf(tag);
  return minor === "2.6" && cuda === undefined ? undefined : usesNewAbi(minor, cuda ?? "");
}

function cudaOf(tag: string): string | undefined {
  const [, major, minor] = /^cu(\d\d)(\d+)$/.exec(tag) ?? [];
  return major && `${major}.${minor}`;
}

function runtimeOf(environment: GuardedEnvironment): string | undefined {
  return cudaUses(environment).find((use) => /^nvidia-cuda-runtime/.test(use.distribution.name))?.version;
}
