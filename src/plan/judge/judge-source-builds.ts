import { forbidsSourceBuilds, type Manifest, type Phase } from "../../manifest/manifest.ts";
import {
  environmentsOf,
  type InstalledTogether,
  mayCompile,
  type Resolution,
} from "../../wheels/resolution.ts";
import type { Finding } from "../guards/finding.ts";
import type { PhaseJudgements } from "./judge-phases.ts";

/**
 * Phases that would have to build from source, and must not. A source that another phase builds anyway doesn't count.
 * Whether a source holds code to compile shows only when it is built, so that each counts.
 */
export function judgeSourceBuilds(manifest: Manifest, resolution: Resolution): PhaseJudgements {
  const refused = environmentsOf(resolution).flatMap((one) => refusedIn(one, manifest.phases));
  return {
    leftOut: refused.flatMap(({ phase, built }) =>
      phase.optional ? [{ phase: phase.name, reason: sentence(phase, built) }] : [],
    ),
    findings: refused.flatMap(({ phase, built }) => (phase.optional ? [] : [refusal(phase, built)])),
  };
}

function refusedIn(environment: InstalledTogether, all: readonly Phase[]) {
  const sources = sdistsIn(environment);
  const needsOf = (phase: Phase) => environment.phases.find((one) => one.name === phase.name)?.needs ?? [];
  const builtAnyway = new Set(all.filter((phase) => !forbidsSourceBuilds(phase)).flatMap(needsOf));
  return all.filter(forbidsSourceBuilds).flatMap((phase) => {
    const built = needsOf(phase).filter((name) => sources.has(name) && !builtAnyway.has(name));
    return built.length > 0 ? [{ phase, built: built.map((name) => sources.get(name) ?? name) }] : [];
  });
}

/** By name, each with its version. */
function sdistsIn({ distributions }: InstalledTogether): ReadonlyMap<string, string> {
  const sources = distributions.filter((one) => one.kind === "sdist");
  return new Map(sources.map((one) => [one.name, `${one.name} ${one.version}`]));
}

/** Whether a phase is likely to compile much: the user allows source builds, or the phase is bound to a binary. */
export function compilesMuch(phase: Phase): boolean {
  return !forbidsSourceBuilds(phase) && (phase.source_build === "allowed" || phase.binary_for.length > 0);
}

/** Whether any phase compiles so much that the building machine matters. */
export function compilesAnything(manifest: Manifest, resolution: Resolution): boolean {
  const compiling = new Set(manifest.phases.filter(compilesMuch).map((phase) => phase.name));
  return environmentsOf(resolution).some((environment) => {
    const sources = new Set(environment.distributions.filter(mayCompile).map((one) => one.name));
    return environment.phases.some(
      (phase) => compiling.has(phase.name) && phase.needs.some((name) => sources.has(name)),
    );
  });
}

function sentence(phase: Phase, built: readonly string[]): string {
  const rule =
    phase.source_build === "never"
      ? "`source_build: never` forbids it"
      : "beside `wheels` that isn't allowed";
  return `${built.join(", ")} would be built from source, and ${rule}`;
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
