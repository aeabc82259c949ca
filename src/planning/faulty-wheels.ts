import type { LeftOutPhase } from "../manifest/left-out-phase.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { faultyWheelsError } from "../wheels/faulty-wheel.ts";
import { environmentsOf, type Resolution } from "../wheels/resolution.ts";

/**
 * Optional phases that need a wheel which can't be installed.
 * @throws BuildError where another phase needs such a wheel.
 */
export function withoutFaultyWheels(manifest: Manifest, resolution: Resolution): readonly LeftOutPhase[] {
  const optional = new Set(manifest.phases.flatMap((phase) => (phase.optional ? phase.name : [])));
  const hit = environmentsOf(resolution).flatMap(({ phases, distributions }) =>
    phases.map(({ name, needs }) => ({
      phase: name,
      faults: distributions.flatMap((one) => (needs.includes(one.name) ? (one.fault ?? []) : [])),
    })),
  );
  const refused = hit.flatMap((one) => (optional.has(one.phase) ? [] : one.faults));
  if (refused.length > 0) throw faultyWheelsError(refused);
  return hit.flatMap(({ phase, faults }) =>
    faults.length > 0 ? [{ phase, reason: faults.map((one) => one.message).join(" ") }] : [],
  );
}
