import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { Resolution } from "../resolve/resolution.ts";
import type { Finding } from "./guards/finding.ts";
import type { PhaseJudgements } from "./judge-phases.ts";
import type { LeftOut } from "./left-out.ts";

/**
 * Phases that would have to build something from source and may not. What another phase builds anyway is no reason.
 * Whether a source holds code to compile shows only when it is built, so that each counts.
 */
export function judgeSources(manifest: Manifest, resolution: Resolution): PhaseJudgements {
  const sources = new Map(
    resolution.distributions
      .filter((one) => one.kind === "sdist")
      .map((one) => [one.name, `${one.name} ${one.version}`]),
  );
  const needsOf = (phase: Phase) => resolution.phases.find((one) => one.name === phase.name)?.needs ?? [];
  const builtAnyway = new Set(manifest.phases.filter((phase) => !forbidsSources(phase)).flatMap(needsOf));
  const refused = manifest.phases.filter(forbidsSources).flatMap((phase) => {
    const built = needsOf(phase).filter((name) => sources.has(name) && !builtAnyway.has(name));
    return built.length > 0 ? [{ phase, built: built.map((name) => sources.get(name) ?? name) }] : [];
  });
  return {
    leftOut: refused.flatMap(({ phase, built }) => (phase.optional ? [leftOut(phase, built)] : [])),
    findings: refused.flatMap(({ phase, built }) => (phase.optional ? [] : [refusal(phase, built)])),
  };
}

/** `wheels` says that a prebuilt file is wanted. */
function forbidsSources(phase: Phase): boolean {
  return (phase.source_build ?? (phase.wheels === undefined ? "allowed" : "never")) === "never";
}

/** Whether what a phase builds from source is likely to be large: the user says so, or it is bound to a binary. */
export function compilesMuch(phase: Phase): boolean {
  return !forbidsSources(phase) && (phase.source_build === "allowed" || phase.binary_for.length > 0);
}

/** Whether any phase compiles so much that the building machine matters. */
export function compilesAnything(manifest: Manifest, resolution: Resolution): boolean {
  const sources = resolution.distributions.filter((one) => one.kind === "sdist").map((one) => one.name);
  const compiling = new Set(manifest.phases.filter(compilesMuch).map((phase) => phase.name));
  return resolution.phases.some(
    (phase) => compiling.has(phase.name) && phase.needs.some((name) => sources.includes(name)),
  );
}

function sentence(phase: Phase, built: readonly string[]): string {
  const rule =
    phase.source_build === "never"
      ? "`source_build: never` forbids it"
      : "beside `wheels` that isn't allowed";
  return `${built.join(", ")} would be built from source, and ${rule}`;
}

function leftOut(phase: Phase, built: readonly string[]): LeftOut {
  return { phase: phase.name, reason: sentence(phase, built) };
}

function refusal(phase: Phase, built: readonly string[]): Finding {
  return {
    id: "source-build-refused",
    severity: "error",
    message: `In phase ${phase.name}, ${sentence(phase, built)}.`,
    remedy: `Pin versions that have wheels for this base, or write \`source_build: allowed\`.`,
    phase: phase.name,
    source: "the lock: no wheel of these fits the base",
  };
}
