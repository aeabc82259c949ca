import type { LeftOutPhase } from "../../manifest/left-out-phase.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import type { Resolution } from "../../wheels/resolution.ts";
import { guardedEnvironments } from "../guards/guarded-environment.ts";
import { runGuards } from "../guards/run-guards.ts";

/** The resolution without phases, and what only they need. */
export type Without = (resolution: Resolution, leftOut: readonly LeftOutPhase[]) => Resolution;

/**
 * Optional phases that bring what the guards refuse. They are left out one after the other: without the first, the next may be
 * fine.
 */
export function judgeGuards(
  manifest: Manifest,
  resolution: Resolution,
  without: Without,
): readonly LeftOutPhase[] {
  const optional = new Set(manifest.phases.filter((phase) => phase.optional).map((phase) => phase.name));
  const leftOut: LeftOutPhase[] = [];
  for (;;) {
    const findings = runGuards(guardedEnvironments(manifest, without(resolution, leftOut)));
    const refused = findings.find((one) => one.severity === "error" && optional.has(one.phase ?? ""));
    if (refused?.phase === undefined) return leftOut;
    leftOut.push({ phase: refused.phase, reason: refused.message.replace(/\.$/, "") });
    optional.delete(refused.phase);
  }
}
