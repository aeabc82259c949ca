import type { Manifest } from "../../manifest/manifest.ts";
import type { Requirement } from "../../python/requirement.ts";

/** What a phase asks for by itself. */
export interface DirectRequirement {
  readonly phase: string;
  readonly requirement: Requirement;
  /** Its comparisons, e.g. `>=2.8,<3`; empty for any version. */
  readonly range: string;
}

/** What the phases ask for, each requirement with its phase. */
export function directRequirements(manifest: Manifest): readonly DirectRequirement[] {
  return manifest.phases.flatMap((phase) =>
    phase.packages.map((requirement) => ({
      ...{ phase: phase.name, requirement },
      range: requirement.specifiers.join(","),
    })),
  );
}
