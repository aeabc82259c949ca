import { satisfies } from "@renovatebot/pep440";
import { backendFor } from "../../../manifest/settings/torch-backend.ts";
import type { GuardedDistribution, GuardedEnvironment } from "../guarded-environment.ts";

/** The first torch of the default index that is built for a CUDA major, by the wheels that 2.0.1, 2.1.0, 2.10.0 and 2.11.0 ask for. */
const FIRST_BUILT_FOR: ReadonlyMap<number, string> = new Map([
  [12, "2.1"],
  [13, "2.11"],
]);

/** A phase's torch, where it is what brings the libraries of this CUDA major: NVIDIA's wheels are there for its sake. */
export function torchOf({ installed }: GuardedEnvironment, major: number): GuardedDistribution | undefined {
  const torch = installed.get("torch");
  if (torch?.phase === undefined) return undefined;
  return (taggedMajor(torch) ?? defaultMajor(torch.version)) === major ? torch : undefined;
}

/** `2.9.0+cu130` → 13, `2.9.0+cpu` → 0; undefined where the version doesn't say. */
function taggedMajor({ version }: GuardedDistribution): number | undefined {
  const cuda = /\+cu(\d{2})/.exec(version)?.[1];
  if (cuda !== undefined) return Number(cuda);
  return version.includes("+") ? 0 : undefined;
}

function defaultMajor(version: string): number {
  const built = [...FIRST_BUILT_FOR].filter(([, first]) =>
    satisfies(version, `>=${first}`, { prereleases: true }),
  );
  return Math.max(11, ...built.map(([major]) => major));
}

/** What to write for a torch that the base's CUDA runs. */
export function torchCudaRemedy(
  { asked, baseCuda }: GuardedEnvironment,
  torch: GuardedDistribution,
  major: number,
): string {
  const backend = backendFor(baseCuda);
  const otherBase = `Or take a base image with CUDA ${major}.`;
  const set = backend === undefined ? "" : `set \`torch_backend: ${backend}\` under \`install\``;
  if (taggedMajor(torch) !== undefined) {
    const bind = "bind torch to an index of such builds under `indexes`";
    const cuda = Number.parseInt(baseCuda ?? "", 10);
    return `Take torch's build for CUDA ${cuda}: ${set === "" ? bind : `${set}, or ${bind}`}. ${otherBase}`;
  }
  const pin = asked.find(({ requirement }) => requirement.normalised === "torch" && isPin(requirement.text));
  const instead = pin === undefined ? "" : ` instead of \`${pin.requirement.text}\``;
  const has = pin === undefined ? "" : ", if PyTorch's index has that version for it";
  return [
    `Write \`torch<${firstAbove(baseCuda)}\`${instead} in phase ${torch.phase}: later ones of the default index are built for a newer CUDA.`,
    ...(set === "" ? [] : [`Or ${set}${has}.`]),
    otherBase,
  ].join(" ");
}

/** What keeps a phase's torch to the base's CUDA, where it comes from the default index. */
export function torchBound({ installed, baseCuda }: GuardedEnvironment): string | undefined {
  const torch = installed.get("torch");
  const first = firstAbove(baseCuda);
  const isPlain = torch?.phase !== undefined && taggedMajor(torch) === undefined;
  return isPlain && first !== undefined ? `torch<${first}` : undefined;
}

/** The first torch of the default index that is built for a newer CUDA major than the base's. */
function firstAbove(baseCuda: string | null): string | undefined {
  const own = Number.parseInt(baseCuda ?? "", 10);
  return [...FIRST_BUILT_FOR].find(([major]) => major > own)?.[1];
}

function isPin(text: string): boolean {
  return /[=<>~]/.test(text);
}
