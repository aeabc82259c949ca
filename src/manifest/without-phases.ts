import type { Resolution } from "../wheels/resolution.ts";
import type { LeftOut } from "./left-out.ts";
import type { Manifest } from "./manifest.ts";

/** The manifest as if the left-out phases weren't in it. */
export function manifestWithout(manifest: Manifest, leftOut: readonly LeftOut[]): Manifest {
  const names = new Set(leftOut.map((one) => one.phase));
  return { ...manifest, phases: manifest.phases.filter((phase) => !names.has(phase.name)) };
}

/** The resolution without the left-out phases and what only they need; versions stay as they were resolved together. */
export function resolutionWithout(resolution: Resolution, leftOut: readonly LeftOut[]): Resolution {
  const names = new Set(leftOut.map((one) => one.phase));
  const phases = resolution.phases.filter((phase) => !names.has(phase.name));
  const needed = new Set(phases.flatMap((phase) => phase.needs));
  return {
    ...resolution,
    phases,
    distributions: resolution.distributions.filter((one) => needed.has(one.name)),
    isolated: resolution.isolated.filter(({ phase }) => !names.has(phase.name)),
  };
}
