import type { Manifest } from "./manifest.ts";

/** A phase that isn't installed, and why: sentences for a person. */
export interface LeftOutPhase {
  readonly phase: string;
  readonly reason: string;
}

/** The manifest as if the left-out phases weren't in it. */
export function manifestWithout(manifest: Manifest, leftOut: readonly LeftOutPhase[]): Manifest {
  const names = new Set(leftOut.map((one) => one.phase));
  return { ...manifest, phases: manifest.phases.filter((phase) => !names.has(phase.name)) };
}
