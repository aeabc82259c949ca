import { forbidsSourceBuilds, type Manifest, type Phase } from "../../manifest/manifest.ts";
import { parseSystemPackage } from "../../manifest/settings/system-package.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { type Distribution, environmentsOf, type Resolution } from "../../wheels/resolution.ts";
import type { Finding } from "../guards/finding.ts";
import type { PhaseJudgements } from "./judge-phases.ts";

/** What is known of the base beside its facts. */
interface CudaBase {
  readonly reference: string;
  /** Whether the image itself was asked; declared facts don't say whether nvcc is there. */
  readonly probed: boolean;
}

interface CudaBuild {
  readonly phase: Phase;
  readonly source: Distribution;
}

const MISSING = ", and the base has none.";
const UNKNOWN =
  ". Whether the base has it isn't known without the image; the build looks, and refuses where it doesn't.";
const UNKNOWN_COMPILER = "cuda-compiler-unknown";
const SOURCE = "the source's archive: its setup.py and its files";

/**
 * Sources that are built with CUDA's compiler, on a base that doesn't hold it. Optional phases are left out, required ones stop
 * the plan. Where another way to build them may be taken, or the base isn't at hand, it is a warning.
 */
export function judgeCudaBuilds(manifest: Manifest, resolution: Resolution, base: CudaBase): PhaseJudgements {
  if (resolution.base.nvcc !== null || bringsNvcc(manifest)) return { leftOut: [], findings: [] };
  const builds = cudaBuilds(manifest, resolution);
  const refused = builds.filter(({ source }) => base.probed && source.code?.cuda === "required");
  const inDoubt = builds.filter((one) => !refused.includes(one) && isWorthSaying(one, resolution));
  const remedy = (build: CudaBuild) => remedies(build, base.reference, resolution.base.cuda);
  const text = (build: CudaBuild) => `${needsNvcc(build)}${MISSING}${ownDownload(build)}`;
  return {
    leftOut: refused.flatMap((one) =>
      one.phase.optional ? [{ phase: one.phase.name, reason: `${text(one)} ${remedy(one)}` }] : [],
    ),
    findings: [
      ...refused
        .filter(({ phase }) => !phase.optional)
        .map((one) => finding(one, "error", `In phase ${one.phase.name}, ${text(one)}`, remedy(one))),
      ...inDoubt.map((one) => finding(one, "warning", doubt(one, base.probed), remedy(one))),
    ],
  };
}

function cudaBuilds(manifest: Manifest, resolution: Resolution): readonly CudaBuild[] {
  return environmentsOf(resolution).flatMap(({ phases, distributions }) => {
    const sources = distributions.filter(
      (one) => one.kind === "sdist" && (one.code?.cuda ?? "none") !== "none",
    );
    return manifest.phases
      .filter((phase) => !forbidsSourceBuilds(phase))
      .flatMap((phase) => {
        const needs = phases.find((one) => one.name === phase.name)?.needs ?? [];
        return sources.filter(({ name }) => needs.includes(name)).map((source) => ({ phase, source }));
      });
  });
}

/** CUDA code that a build may leave out is no news on a base without CUDA. */
function isWorthSaying({ phase, source }: CudaBuild, { base }: Resolution): boolean {
  return source.code?.cuda === "required" || base.cuda !== null || phase.requires?.cuda === true;
}

/** System packages and commands may install the compiler that the base lacks. */
function bringsNvcc({ system_packages, phases }: Manifest): boolean {
  const named = [...system_packages, ...phases.flatMap((phase) => phase.system_packages)];
  const commands = phases.flatMap((phase) => phase.run.flat());
  return (
    named.some((text) =>
      /^(?:nvidia-cuda-toolkit|cuda(?:-(?:nvcc|toolkit|compiler)\b.*|-\d.*)?)$/.test(
        parseSystemPackage(text).name,
      ),
    ) || commands.some((text) => /\bnvcc|cuda-toolkit/.test(text))
  );
}

function finding(
  { phase }: CudaBuild,
  severity: Finding["severity"],
  message: string,
  remedy: string,
): Finding {
  const id = message.includes(UNKNOWN) ? UNKNOWN_COMPILER : "cuda-compiler-missing";
  return { id, severity, message, remedy, phase: phase.name, source: SOURCE };
}

/**
 * Findings of a plan from declared facts, now that the base was probed: what wasn't known of its compiler is known. An optional
 * phase stays a warning, since the build leaves out what fails.
 */
export function knownCudaBuilds(
  findings: readonly Finding[],
  { nvcc }: BaseFacts,
  optional: ReadonlySet<string>,
): readonly Finding[] {
  return findings.flatMap((one) => {
    if (one.id !== UNKNOWN_COMPILER) return [one];
    if (nvcc !== null) return [];
    const severity = optional.has(one.phase ?? "") ? "warning" : "error";
    return [
      { ...one, id: "cuda-compiler-missing", severity, message: one.message.replace(UNKNOWN, MISSING) },
    ];
  });
}

function needsNvcc({ source }: CudaBuild): string {
  return `${source.name} ${source.version} is built from source with CUDA's compiler (nvcc)`;
}

function doubt(build: CudaBuild, probed: boolean): string {
  const { phase, source } = build;
  if (source.code?.cuda !== "required")
    return `In phase ${phase.name}, ${source.name} ${source.version} is built from source and holds CUDA code. Without nvcc, ${probed ? "which the base doesn't have, " : "and a declared base doesn't say whether it has it, "}its build leaves that code out or fails.`;
  return `In phase ${phase.name}, ${needsNvcc(build)}${UNKNOWN}${ownDownload(build)}`;
}

/** A file that only the build chooses has no hash, no size and no second try. */
function ownDownload({ source }: CudaBuild): string {
  if ((source.code?.ownWheels ?? null) === null) return "";
  return " Its setup.py would first try to download a prebuilt wheel; this isn't relied on, because no plan knows that file or its hash.";
}

function remedies({ source, phase }: CudaBuild, reference: string, cuda: string | null): string {
  const template = source.code?.ownWheels ?? undefined;
  const wheel =
    template === undefined
      ? `name a prebuilt wheel of ${source.name} under \`wheels\`, or ask for a version that has a wheel`
      : `take that prebuilt wheel with its hash: pin ${source.name} by == and write \`wheels: ${template}\``;
  const optional = phase.optional ? "" : ", or let the phase be left out with `optional: true`";
  return `Take ${develBase(reference, cuda)}, or ${wheel}${optional}.`;
}

/** The base's own development image, where its tag says that it is the smaller one. */
function develBase(reference: string, cuda: string | null): string {
  const devel = reference.replace(/-(?:runtime|base)(?=-|$|@)/, "-devel").replace(/@sha256:.*$/, "");
  if (devel !== reference.replace(/@sha256:.*$/, "")) return `the base's devel image, \`${devel}\``;
  return `a base with nvcc (a devel image${cuda === null ? "" : ` of CUDA ${cuda}`}, such as a tag of nvidia/cuda or pytorch/pytorch with \`-devel\`, or runpod/pytorch)`;
}
