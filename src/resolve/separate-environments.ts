import { environmentPython } from "../base/planned-environment.ts";
import type { Manifest, Phase } from "../manifest/manifest.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { OfferedWheel } from "./offered-wheel.ts";

/** Phases that are resolved together, because they live in one Python environment. */
export interface EnvironmentInput {
  /** The isolated phase; undefined for the environment that phases share with the base. */
  readonly isolated: string | undefined;
  /** With the phases of this environment only. */
  readonly manifest: Manifest;
  /** With the distributions that its phases see. */
  readonly facts: BaseFacts;
  /** Wheels by address of its phases; their packages come from nowhere else. */
  readonly wheels: readonly OfferedWheel[];
}

/** The shared environment, where a phase lives in it, and one for each isolated phase. */
export function separateEnvironments(
  manifest: Manifest,
  facts: BaseFacts,
  wheels: readonly OfferedWheel[] = [],
): readonly EnvironmentInput[] {
  const offeredTo = (phases: readonly Phase[]) =>
    wheels.filter((wheel) => phases.some((phase) => phase.name === wheel.phase));
  const shared = manifest.phases.filter((phase) => phase.environment === "shared");
  const isolated = manifest.phases.filter((phase) => phase.environment === "isolated");
  return [
    ...(shared.length > 0
      ? [{ isolated: undefined, manifest: { ...manifest, phases: shared }, facts, wheels: offeredTo(shared) }]
      : []),
    ...isolated.map((phase) => ({
      isolated: phase.name,
      manifest: aloneIn(manifest, phase.name),
      facts: { ...facts, distributions: [] },
      wheels: offeredTo([phase]),
    })),
  ];
}

/** The Python that its distributions are installed for. */
export function pythonOf({
  isolated,
  facts,
}: Pick<EnvironmentInput, "isolated" | "facts">): BaseFacts["python"] {
  return isolated === undefined ? facts.python : environmentPython(isolated, facts.python);
}

/** A phase as if it were all: its own environment holds nothing of the base, so that nothing is kept in it. */
export function aloneIn(manifest: Manifest, name: string): Manifest {
  return { ...manifest, phases: manifest.phases.filter((phase) => phase.name === name), keep: [] };
}
