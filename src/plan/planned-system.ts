import type { Manifest, Phase } from "../manifest/manifest.ts";
import { SYSTEM_PHASE } from "../manifest/phase-consistency.ts";
import type { SystemFile, SystemResolution } from "../resolve/system/system-resolution.ts";
import type { PhaseInOrder } from "./order/phases-in-order.ts";
import type { PlannedRun, PlannedSystem } from "./plan.ts";

/** The manifest's own system packages as a phase before all others; none where it names none. */
export function systemPhase(manifest: Manifest): readonly PhaseInOrder[] {
  if (manifest.system_packages.length === 0) return [];
  const phase: Phase = {
    name: SYSTEM_PHASE,
    packages: [],
    imports: [],
    optional: false,
    binary_for: [],
    environment: "shared",
    system_packages: manifest.system_packages,
    run: [],
  };
  const resolved = { name: SYSTEM_PHASE, needs: [], satisfied: [], direct: {} };
  return [{ phase, resolved, reason: "before all phases, which may need them" }];
}

/** Everything that a phase's system packages need and the base doesn't hold. */
export function systemNeeds(phase: string, system: SystemResolution): readonly SystemFile[] {
  const needs = new Set(system.groups.find((group) => group.phase === phase)?.needs ?? []);
  return system.files.filter((file) => needs.has(file.name));
}

/** The system packages that a phase brings itself. @param brought names of the packages that earlier phases bring. */
export function plannedSystem(
  phase: Pick<Phase, "name" | "system_packages">,
  system: SystemResolution,
  brought: ReadonlySet<string>,
): PlannedSystem {
  const needs = systemNeeds(phase.name, system);
  return {
    asked: phase.system_packages,
    packages: needs.filter((file) => !brought.has(file.name)),
    provided: system.groups.find((group) => group.phase === phase.name)?.provided ?? [],
    shared: needs.map((file) => file.name).filter((name) => brought.has(name)),
  };
}

/** A phase's commands with all that decides what they do; null where it has none. */
export function plannedRun(phase: Phase, manifest: Pick<Manifest, "workdir" | "env">): PlannedRun | null {
  if (phase.run.length === 0) return null;
  const { workdir, env } = manifest;
  return { steps: phase.run, workdir, env, bytes: phase.run_size ?? null };
}
